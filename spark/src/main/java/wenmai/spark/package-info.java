/// Cleaning of a corpus on a cluster, with the same result as on one machine.
@NullMarked
package wenmai.spark;

import org.jspecify.annotations.NullMarked;
