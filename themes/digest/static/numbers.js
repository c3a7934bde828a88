// Numbers as the pages write them, and phrases about a number. Knows nothing of what is counted.

export function numbersIn(language) {
  const plurals = new Intl.PluralRules(language);
  const { format: numbered } = new Intl.NumberFormat(language, { numberingSystem: "latn" });

  /** forms: as JSON, by the category that the language gives numbers. */
  function counted(forms, count) {
    const known = JSON.parse(forms);
    return (known[plurals.select(count)] ?? known.other).replace("{count}", numbered(count));
  }
  return { counted, numbered };
}
