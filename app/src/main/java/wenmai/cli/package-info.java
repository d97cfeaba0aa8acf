/// The command line: one class per verb.
@NullMarked
package wenmai.cli;

import org.jspecify.annotations.NullMarked;
