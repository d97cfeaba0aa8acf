/// The libtorch backend: its operators on the processor and on GPUs, reached through JavaCPP. Gradients are ours, by
/// [wenmai.tensor.Tape]; libtorch's own autograd never records, for no array of ours requires a gradient.
@NullMarked
package wenmai.tensor.torch;

import org.jspecify.annotations.NullMarked;
