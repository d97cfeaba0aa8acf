/// Loops over plain memory: fast ones on the Vector API, and their naive twins.
@NullMarked
package wenmai.tensor.kernel;

import org.jspecify.annotations.NullMarked;
