/// What a text is made of: characters repaired, Chinese written one way, words apart.
@NullMarked
package wenmai.corpus.text;

import org.jspecify.annotations.NullMarked;
