/// Files of any kind into clean documents, each drop with its reason: [Source] reads, [Cleaner] normalises, [Pipeline]
/// runs the list of steps, [Split] holds some text back for validation.
@NullMarked
package wenmai.corpus;

import org.jspecify.annotations.NullMarked;
