"""Why a request got no answer that can be used: a sentence, a hint, and whether it may be otherwise in a while."""


class NoAnswer(Exception):
    """Ends an attempt. may_pass: asking again may help. wait_s: how long the server wants to be left alone, if it said.

    Neither text ever holds an address that was not masked.
    """

    def __init__(self, message: str, hint: str, *, may_pass: bool, wait_s: float = 0.0) -> None:
        super().__init__(message)
        self.message, self.hint, self.may_pass, self.wait_s = message, hint, may_pass, wait_s
