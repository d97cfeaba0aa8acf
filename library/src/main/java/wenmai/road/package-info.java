/// The whole road in one run: text to a model that writes, and a report.
@NullMarked
package wenmai.road;

import org.jspecify.annotations.NullMarked;
