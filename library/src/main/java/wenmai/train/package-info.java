/// Training: batches, losses, optimizers, and the loop that keeps its promises when it is stopped.
@NullMarked
package wenmai.train;

import org.jspecify.annotations.NullMarked;
