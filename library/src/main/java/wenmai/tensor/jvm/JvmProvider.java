package wenmai.tensor.jvm;

import wenmai.tensor.Device;

/// Opens the backend that is always there.
public final class JvmProvider implements Device.Provider {
  @Override
  public boolean knows(String name) {
    return name.equals("jvm");
  }

  @Override
  public Device open(String name) {
    return JvmDevice.INSTANCE;
  }
}
