package wenmai.tensor.jvm;

import java.util.Arrays;
import wenmai.tensor.Array;
import wenmai.tensor.DType;
import wenmai.tensor.Shape;

/// Elements of a block: the one with index (i, j, …) lies at `offset + i · strides[0] + j · strides[1] + …`.
record JvmArray(Block block, DType type, long offset, long[] shape, long[] strides) implements Array {

  static JvmArray of(DType type, long... shape) {
    return new JvmArray(Block.of(Shape.elements(shape) * type.bytes()), type, 0, shape, Shape.strides(shape));
  }

  static JvmArray zeros(long... shape) {
    var array = of(DType.F32, shape);
    array.block().memory().asSlice(0, 4 * array.elements()).fill((byte) 0);
    return array;
  }

  /// The same block seen otherwise.
  JvmArray view(long start, long[] newShape, long[] newStrides) {
    return new JvmArray(block.hold(), type, start, newShape, newStrides);
  }

  long address() {
    return block.memory().address() + offset * type.bytes();
  }

  int rank() {
    return shape.length;
  }

  long elements() {
    return Shape.elements(shape);
  }

  long size(int fromBack) {
    return shape[shape.length - fromBack];
  }

  /// Do the elements lie in row order without gaps?
  boolean contiguous() {
    long step = 1;
    for (int i = shape.length - 1; i >= 0; i--) {
      if (shape[i] != 1 && strides[i] != step) {
        return false;
      }
      step *= shape[i];
    }
    return true;
  }

  @Override
  public void free() {
    block.release();
  }

  @Override
  public String toString() {
    return type + Arrays.toString(shape);
  }
}
