/// Which language a text is in.
@NullMarked
package wenmai.corpus.language;

import org.jspecify.annotations.NullMarked;
