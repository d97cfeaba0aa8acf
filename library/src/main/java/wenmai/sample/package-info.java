/// A small world and the stories that happen in it, each told in English and in Chinese: text to train a first model on,
/// with questions, labels and translation pairs that need no annotator, because the facts come first.
@NullMarked
package wenmai.sample;

import org.jspecify.annotations.NullMarked;
