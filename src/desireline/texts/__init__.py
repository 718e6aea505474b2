"""What is said to customers: a text of a message with its gaps, read once for all who look at it, and filled for one customer.

`{name}` is a gap for a field or trait, `{name | default('you')}` an expression, `{% if name %}…{% endif %}` a part that is not always said;
`{{` and `}}` are braces. Expressions are Jinja2's, in its sandbox; it is loaded only where a text has one.
"""

from desireline.texts.filling import CannotSayError, fill
from desireline.texts.languages import language_for
from desireline.texts.reading import Mistake, ReadText, read_message_text

__all__ = ["CannotSayError", "Mistake", "ReadText", "fill", "language_for", "read_message_text"]
