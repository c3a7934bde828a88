"""What a hostile theme may try, and what of a template is worked out before any page is made."""

from pathlib import Path

import pytest

from sitegen.problems import SiteError
from sitegen.render.engine import Engine
from sitegen.render.phrases import Phrase
from sitegen.render.theme import Theme
from sitegen.site.views import Link, OwnView, Page, Site

SITE = Site(
    title="Test Papers",
    tagline="",
    language="en",
    direction="ltr",
    paper_language="en",
    root="/",
    base_url="https://example.org/",
    archive_url="/archive/",
    topics_url="",
    authors_url="",
    trends_url="",
    search_url="",
    search_index_url="",
    saved_url="",
    downloads_url="",
    has_day_files=False,
    has_topic_files=False,
    opensearch_url="",
    app_manifest_url="",
    feed_url="",
    feeds_url="",
    has_cite_panels=True,
    pages=(Link("About", "/about/"),),
    options={"accent": "blue"},
)
MACROS = "{% macro f() %}f{% endmacro %}{% macro _hidden() %}h{% endmacro %}"


def rendered(folder: Path, template: str, **others: str) -> str:
    """The page that a theme of this one template makes, and of `m.html`, which it can import."""
    for name, text in {"page": template, "m": MACROS, **others}.items():
        path = folder / "templates" / f"{name}.html"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    theme = Theme(name="mine", folder=folder, shown_path="themes/mine", strings={"hello": Phrase("Hello {who}")})
    view = OwnView(
        kind="page",
        url="/about/",
        canonical_url="https://example.org/about/",
        title="A <b> Title",
        description="",
        language="en",
        feed_url="",
        body="Text.",
        extra={"shelf": "two"},
    )
    page = Page("about/index.html", view)
    checking = Engine(theme, SITE)
    html = checking.render(page).decode()
    assert Engine(theme, SITE, checking.bound_names).render(page).decode() == html, "the theme is known to be whole"
    return html


UNSAFE = [
    ("{{ ''.__class__ }}", "__class__", "str"),
    ("{{ ''['__class__'] }}", "__class__", "str"),
    ("{{ ''['__cl' ~ 'ass__'] }}", "__class__", "str"),
    ("{{ page['__class__'] }}", "__class__", "OwnView"),
    ("{{ page.__class__ }}", "__class__", "OwnView"),
    ("{{ page.__struct_fields__ }}", "__struct_fields__", "OwnView"),
    ("{{ site.__class__.__mro__ }}", "__class__", "Site"),
    ("{{ site['__class__'] }}", "__class__", "Site"),
    ("{{ site.options.__class__ }}", "__class__", "dict"),
    ("{{ page.extra.update({'a': 1}) }}", "update", "dict"),
    ("{{ page.extra.clear() }}", "clear", "dict"),
    ("{{ page.extra.pop('x') }}", "pop", "dict"),
    ("{{ page.extra.setdefault('y', 1) }}", "setdefault", "dict"),
    ("{{ page.extra.__setitem__('y', 1) }}", "__setitem__", "dict"),
    ("{{ page.extra['clear']() }}", "clear", "dict"),
    ("{% set x = page.extra.clear %}{{ x() }}", "clear", "dict"),
    ("{{ [page] | selectattr('__class__') | list }}", "__class__", "OwnView"),
    ("{{ [page] | rejectattr('__class__') | list }}", "__class__", "OwnView"),
    ("{{ [page] | sum(attribute='__class__.__name__') }}", "__class__", "OwnView"),
    ("{{ [page] | join(attribute='__class__') }}", "__class__", "OwnView"),
    ("{{ [page] | unique(attribute='__class__') | list }}", "__class__", "OwnView"),
    ("{{ cycler.__init__.__globals__ }}", "__init__", "type"),
    ("{{ joiner.__init__ }}", "__init__", "type"),
    ("{{ namespace.__init__ }}", "__init__", "type"),
    ("{{ dict.mro() }}", "mro", "type"),
    ("{{ dict.__subclasses__() }}", "__subclasses__", "type"),
    ("{{ range.__class__ }}", "__class__", "function"),
    ("{{ self.__init__ }}", "__init__", "TemplateReference"),
    ("{{ self._TemplateReference__context }}", "_TemplateReference__context", "TemplateReference"),
    ("{{ self.x._context }}{% block x %}{% endblock %}", "_context", "BlockReference"),
    ("{{ self['_TemplateReference__context'] }}", "_TemplateReference__context", "TemplateReference"),
    ("{% for i in [1] %}{{ loop.__init__ }}{% endfor %}", "__init__", "LoopContext"),
    ("{% for i in [1] %}{{ loop._iterator }}{% endfor %}", "_iterator", "LoopContext"),
    ("{% for i in [1] %}{{ loop['_iterator'] }}{% endfor %}", "_iterator", "LoopContext"),
    ("{% macro f() %}{% endmacro %}{{ f._func }}", "_func", "Macro"),
    ("{% macro f() %}{% endmacro %}{{ f.__call__ }}", "__call__", "Macro"),
    ("{% macro f() %}{% endmacro %}{{ f._environment }}", "_environment", "Macro"),
    ("{% macro f() %}{% endmacro %}{{ f['_environment'] }}", "_environment", "Macro"),
    ("{% macro f() %}{{ caller.__class__ }}{% endmacro %}{% call f() %}{% endcall %}", "__class__", "Macro"),
    ("{{ t.__func__ }}", "__func__", "method"),
    ("{{ t.__self__ }}", "__self__", "method"),
    ("{{ t['__self__'] }}", "__self__", "method"),
    ("{{ words.__self__ }}", "__self__", "method"),
    ("{{ asset.func.__self__ }}", "__self__", "method"),
    ("{{ asset.func.__globals__ }}", "__globals__", "method"),
    ("{{ asset['func']['__self__'] }}", "__self__", "method"),
    ("{% import 'm.html' as m %}{{ m.__dict__ }}", "__dict__", "TemplateModule"),
    ("{% import 'm.html' as m %}{{ m._body_stream }}", "_body_stream", "TemplateModule"),
    ("{% import 'm.html' as m %}{{ m['__dict__'] }}", "__dict__", "TemplateModule"),
    ("{% import 'm.html' as m %}{{ m.f._func }}", "_func", "Macro"),
    ("{% import 'm.html' as m %}{{ m.f['_func'] }}", "_func", "Macro"),
    ("{{ '{0.__class__}'.format(page) }}", "__class__", "OwnView"),
    ("{{ '{a.__class__}'.format_map({'a': page}) }}", "__class__", "OwnView"),
    ("{% set f = '{0.__class__}'.format %}{{ f(page) }}", "__class__", "OwnView"),
    ("{{ page.extra.get.__self__ }}", "__self__", "builtin_function_or_method"),
    ("{{ (page.extra.items)().__class__ }}", "__class__", "dict_items"),
    ("{{ (1).__class__ }}", "__class__", "int"),
    ("{{ none.__class__ }}", "__class__", "NoneType"),
    ("{{ page.kind.__class__.__base__.__subclasses__() }}", "__class__", "str"),
    ("{{ ('x' | markdown).__class__ }}", "__class__", "Markup"),
    ("{% set site = page %}{{ site.__class__ }}", "__class__", "OwnView"),
    ("{% set ns = namespace(a=1) %}{{ ns.__class__ }}", "__class__", "Namespace"),
    ("{% set ns = namespace(a=1) %}{{ ns._Namespace__attrs }}", "_Namespace__attrs", "Namespace"),
    ("{% if site.__class__ %}{% endif %}", "__class__", "Site"),
    ("{{ t('hello', a=site.__class__) }}", "__class__", "Site"),
    ("{{ t(site.__class__) }}", "__class__", "Site"),
    ("{{ site.options['__class__'] }}", "__class__", "dict"),
    ("{{ site.options.clear() }}", "clear", "dict"),
    ("{{ site.options.get('accent').__class__ }}", "__class__", "str"),
    ("{{ site.pages.__class__ }}", "__class__", "tuple"),
    ("{{ site.pages[0].__class__ }}", "__class__", "Link"),
    ("{{ [1].append(2) }}", "append", "list"),
    ("{{ {'a': 1}.update(b=2) }}", "update", "dict"),
    ("{{ cycler('a').next.__func__ }}", "__func__", "method"),
    ("{% for key in page.extra %}{{ page.extra[key].__class__ }}{% endfor %}", "__class__", "str"),
    ("{{ page.title.join.__self__ }}", "__self__", "builtin_function_or_method"),
    ("{% filter upper %}{{ ''.__class__ }}{% endfilter %}", "__class__", "str"),
]


@pytest.mark.parametrize(("template", "attribute", "kind"), UNSAFE)
def test_no_road_leads_from_a_template_to_python(template: str, attribute: str, kind: str, tmp_path: Path) -> None:
    with pytest.raises(SiteError, match=f"access to attribute '{attribute}' of '{kind}' object is unsafe"):
        rendered(tmp_path, template)


REFUSED = [
    ("{{ page | attr('__class__') }}", "no filter named 'attr'"),
    ("{{ [page] | map('attr', '__class__') | list }}", "no filter named 'attr'"),
    ("{{ range(1000000) | length }}", "range too big. The sandbox blocks ranges larger than MAX_RANGE (100000)"),
    ("{% import 'm.html' as m %}{{ m._hidden() }}", "unknown field '_hidden' of TemplateModule"),
    ("{% from 'm.html' import f %}{{ f.__globals__ }}", "unknown field '__globals__' of Macro"),
    ("{% from 'm.html' import _hidden %}", "names starting with an underline can not be imported"),
    ("{{ '{0.__class__}' | format(page) }}", "not all arguments converted during string formatting"),
    ("{{ ['{0.__class__}'] | map('format', page) | list }}", "not all arguments converted during string formatting"),
    ("{{ page.title.format.__self__ }}", "unknown field '__self__' of function"),
    ("{{ nothing['__class__'] }}", "unknown name 'nothing'"),
    ("{{ page.title | safe }}", "no filter named 'safe'"),
    ("{{ lipsum.__globals__ }}", "unknown name 'lipsum'"),
    ("{% set page.title = 'x' %}{{ page.title }}", "cannot assign attribute on non-namespace object"),
    ("{% set site.title = 'x' %}", "cannot assign attribute on non-namespace object"),
    ("{{ t.say }}", "unknown field 'say' of method"),
    ("{{ cycler('a')._x }}", "unknown field '_x' of Cycler"),
]


@pytest.mark.parametrize(("template", "message"), REFUSED)
def test_what_a_template_must_not_have_is_not_there(template: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(SiteError) as caught:
        rendered(tmp_path, template)
    assert message in str(caught.value)


HARMLESS = [
    ("{{ [page] | map(attribute='__class__') | list }}", "[Undefined]"),
    ("{{ [page] | map(attribute='extra.clear') | list }}", "[Undefined]"),
    ("{{ ''.__class__ is defined }} {{ ''.__class__ | default('none') }}", "False none"),
    ("{{ '%s' | format(page.title) }}", "A &lt;b&gt; Title"),
    ("{{ '{0.title}'.format(page) }}", "A &lt;b&gt; Title"),
    ("{{ page.title }} {{ page['title'] }} {{ page.extra.shelf }}", "A &lt;b&gt; Title A &lt;b&gt; Title two"),
    ("{% import 'm.html' as m %}{{ m.f() }}", "f"),
    (
        "{% macro say(text, end='.') %}{{ text }}{{ end }}{% endmacro %}{{ say('<') }}{{ say(end='!', text='>') }}",
        "&lt;.&gt;!",
    ),
    ("{% macro twice() %}{{ caller() }}{{ caller() }}{% endmacro %}{% call twice() %}<b>{% endcall %}", "<b><b>"),
    ("{% macro all() %}{{ varargs | join(', ') }} {{ kwargs.a }}{% endmacro %}{{ all(1, '<', a=2) }}", "1, &lt; 2"),
]


@pytest.mark.parametrize(("template", "html"), HARMLESS)
def test_what_harms_nobody_still_works(template: str, html: str, tmp_path: Path) -> None:
    assert rendered(tmp_path, template) == html


def test_a_name_of_every_page_can_get_another_meaning(tmp_path: Path) -> None:
    assert rendered(tmp_path, "{% set site = page %}{{ site.title }}") == "A &lt;b&gt; Title"
    assert rendered(tmp_path, "{% for t in [page] %}{{ t.title }}{% endfor %}") == "A &lt;b&gt; Title"
    assert rendered(tmp_path, "{% macro f(site) %}{{ site.title }}{% endmacro %}{{ f(page) }}") == "A &lt;b&gt; Title"
    assert rendered(tmp_path, "{% import 'm.html' as site %}{{ site.f() }}") == "f"
    assert rendered(tmp_path, "{% from 'm.html' import f as t %}{{ t() }}") == "f"


def test_a_name_has_its_meaning_in_the_templates_it_extends_too(tmp_path: Path) -> None:
    base = "{{ site.title }} {{ t('hello', who='you') }}"
    assert rendered(tmp_path, "{% extends 'base.html' %}", base=base) == "Test Papers Hello you"
    assert (
        rendered(tmp_path, "{% extends 'base.html' %}{% set site = page %}", base=base) == "A &lt;b&gt; Title Hello you"
    )


def test_what_the_site_decides_shows_or_does_not(tmp_path: Path) -> None:
    template = (
        "{% if site.archive_url %}<a>{% else %}-{% endif %}{% if site.topics_url %}<b>{% elif page.title %}+{% endif %}"
    )
    assert rendered(tmp_path, template) == "<a>+"


def test_a_block_can_be_told_apart_from_where_it_is_not_shown(tmp_path: Path) -> None:
    template = "{% if site.topics_url %}{% block b %}B{% endblock %}{% endif %}{{ self.b() }}"
    assert rendered(tmp_path, template) == "B"


LOOPS = [
    ("{% for own in site.pages %}{{ loop.index }}{{ own.name }}{{ own.url }}{% endfor %}", "1About/about/"),
    ("{% for own in site.pages %}{% if page.url == own.url %}here{% endif %}{% endfor %}", "here"),
    ("{% for own in site.pages %}{% if not loop.first %}, {% endif %}{{ own.name }}{% endfor %}", "About"),
    ("{% set all = site.pages %}{% for own in all %}{{ all[loop.index0].name }}{% endfor %}", "About"),
    (
        "{% set all = site.pages %}{% set all = [page] %}{% for own in all %}{{ own.title }}{% endfor %}",
        "A &lt;b&gt; Title",
    ),
    ("{% for own in site.pages %}{% set name = own.name %}{{ name }}{% endfor %}", "About"),
    ("{% for own in site.pages %}{{ loop.cycle('odd', 'even') }}{% endfor %}", "odd"),
    (
        "{% for own in site.pages %}{% for a in [1, 2] %}{{ loop.index }}{{ own.name }}{% endfor %}{% endfor %}",
        "1About2About",
    ),
    ("{% for own in site.pages if own.name == 'x' %}{{ own.name }}{% else %}none{% endfor %}", "none"),
    ("{% for own in site.pages %}{{ own }}{% endfor %}", "Link(name=&#39;About&#39;, url=&#39;/about/&#39;)"),
    ("{% set n = 2 %}{% macro f(n) %}{{ n }}{% endmacro %}{{ f(1) }}{{ n }}", "12"),
    ("{% set n = 2 %}{% block b %}{{ n }}{% endblock %}{% if n %}{{ n }}{% endif %}", "22"),
]


@pytest.mark.parametrize(("template", "html"), LOOPS)
def test_a_loop_over_what_the_site_has_says_the_same_on_each_turn(template: str, html: str, tmp_path: Path) -> None:
    assert rendered(tmp_path, template) == html


def test_a_name_that_a_child_sets_does_not_reach_the_loop_of_its_parent(tmp_path: Path) -> None:
    base = "{% set all = site.pages %}{% for own in all %}{{ own.name }}{% endfor %}{% block b %}{% endblock %}"
    child = "{% extends 'base.html' %}{% set all = [page] %}{% block b %}{{ all[0].name }}{% endblock %}"
    assert rendered(tmp_path, child, base=base) == "AboutAbout"


def test_a_mistake_in_a_loop_over_what_the_site_has_has_its_place(tmp_path: Path) -> None:
    with pytest.raises(SiteError, match=r"themes/mine/templates/page\.html:2:8: unknown field 'nam' of Link"):
        rendered(tmp_path, "{% for own in site.pages %}\n{{ own.nam }}\n{% endfor %}")


def test_what_is_included_without_the_page_stands_where_it_is_included(tmp_path: Path) -> None:
    template = "<{% include 'm2.html' without context %}>{% include 'no.html' ignore missing without context %}"
    assert rendered(tmp_path, template, m2="{{ page is defined }}") == "<False>"
    macro = "{% macro f() %}<{% include 'm2.html' without context %}>{% endmacro %}{{ f() }}"
    assert rendered(tmp_path, macro, m2="{{ page is defined }}") == "<False>"


def test_what_the_site_says_is_escaped(tmp_path: Path) -> None:
    assert rendered(tmp_path, "{{ t('hello', who='<you>') }}") == "Hello &lt;you&gt;"


def test_a_mistake_in_what_the_site_says_has_its_place(tmp_path: Path) -> None:
    with pytest.raises(SiteError, match=r"themes/mine/templates/page\.html:2:7: no string 'helo'"):
        rendered(tmp_path, "\n{{ t('helo') }}")
