/// The steps by name, in the order of a recipe, and a folder of clean text.
@NullMarked
package wenmai.corpus.recipe;

import org.jspecify.annotations.NullMarked;
