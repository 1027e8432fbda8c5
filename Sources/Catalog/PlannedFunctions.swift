/// Builtin functions that the language has and this interpreter does not offer yet, by subject and result type
/// (05, 04 part A, 06). The checker knows the names; a call is an undefined builtin.
let plannedFunctions: [(result: String?, names: String)] = [
  // Store and checkpoints (05 §29)
  (
    nil,
    """
    store_set store_get store_delete store_list store_clear store_save checkpoint checkpoint_get \
    checkpoint_exists checkpoint_delete checkpoint_list checkpoint_clear
    """
  ),
]
