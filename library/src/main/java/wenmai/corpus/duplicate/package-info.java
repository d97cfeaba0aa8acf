/// What was there before: the same document, paragraph or line, and almost the same document.
@NullMarked
package wenmai.corpus.duplicate;

import org.jspecify.annotations.NullMarked;
