/// Models on disk, in the layouts of others.
@NullMarked
package wenmai.model.io;

import org.jspecify.annotations.NullMarked;
