/// The pure Java backend: inference without natives.
@NullMarked
package wenmai.tensor.jvm;

import org.jspecify.annotations.NullMarked;
