/// Bytes on disk, turned into checked, mapped, atomic containers. Three rules hold for all of them: a file is complete
/// or not there; a length read from a file is a claim until it is checked; what may be large is mapped or streamed,
/// never read whole.
@NullMarked
package wenmai.files;

import org.jspecify.annotations.NullMarked;
