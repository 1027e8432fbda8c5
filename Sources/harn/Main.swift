print("harn")
