/// Arrays with safe lifetimes and, on libtorch, gradients: one façade, [wenmai.tensor.Tensor], with two backends.
@NullMarked
package wenmai.tensor;

import org.jspecify.annotations.NullMarked;
