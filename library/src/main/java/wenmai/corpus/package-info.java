/// Files of any kind into clean documents, each drop with its reason: [Source] reads, [Pipeline] runs a list of [Step]s,
/// [Split] holds some text back for validation. The steps stand in `corpus.text` (what a text is made of),
/// `corpus.filter` (whether it is worth reading), `corpus.personal` (what must not be learned), `corpus.duplicate` and
/// `corpus.language`; `corpus.recipe` lists them by name.
@NullMarked
package wenmai.corpus;

import org.jspecify.annotations.NullMarked;
