/// The pure Java backend: training and inference without natives.
@NullMarked
package wenmai.tensor.jvm;

import org.jspecify.annotations.NullMarked;
