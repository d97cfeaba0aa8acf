/// Coverage-guided fuzzing of every reader of foreign files.
@NullMarked
package wenmai.fuzz;

import org.jspecify.annotations.NullMarked;
