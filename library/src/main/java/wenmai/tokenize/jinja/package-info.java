/// The part of the Jinja template language that published chat templates use, with the values and the printing of the
/// Python it comes from. A template can read what it is given, write text, and nothing else; its steps and its text are
/// bounded.
@NullMarked
package wenmai.tokenize.jinja;

import org.jspecify.annotations.NullMarked;
