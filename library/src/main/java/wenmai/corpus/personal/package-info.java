/// What names or locates a person, replaced by what kind of thing it was: `⟨EMAIL⟩`. Patterns find candidates; where a
/// number carries a check digit, it decides.
@NullMarked
package wenmai.corpus.personal;

import org.jspecify.annotations.NullMarked;
