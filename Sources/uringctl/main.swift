print("uringctl")
