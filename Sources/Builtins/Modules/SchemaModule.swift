/// `std/schema` (05 §30.6).
let schemaModule = #"""
  fn with_options(schema, options) {
    if options == nil { return schema }
    return schema_extend(schema, options)
  }

  fn is_field(schema) { return type_of(schema) == "dict" && schema.has("_field_schema") }

  fn plain(schema) { return is_field(schema) ? schema._field_schema : schema }

  pub fn schema_any() { return {type: "any"} }

  pub fn schema_string() { return {type: "string"} }

  pub fn schema_int() { return {type: "int"} }

  pub fn schema_float() { return {type: "float"} }

  pub fn schema_bool() { return {type: "bool"} }

  pub fn schema_nil() { return {type: "nil"} }

  pub fn schema_literal(value) { return {const: value} }

  pub fn schema_enum(values) { return {enum: values} }

  pub fn schema_list(item = nil, options = nil) {
    if item == nil { return with_options({type: "list"}, options) }
    return with_options({type: "list", items: plain(item)}, options)
  }

  pub fn schema_array(item = nil, options = nil) { return schema_list(item, options) }

  pub fn schema_dict(value = nil, options = nil) {
    if value == nil { return with_options({type: "dict"}, options) }
    return with_options({type: "dict", additional_properties: plain(value)}, options)
  }

  pub fn schema_object(fields, options = nil) {
    var required = []
    for (name, field) in fields.iter() {
      if !is_field(field) || field._is_required { required = required.push(name) }
    }
    var schema = {type: "dict", properties: fields.map_values(plain)}
    if len(required) > 0 { schema.required = required }
    return with_options(schema, options)
  }

  pub fn schema_field(schema, required = true) {
    return {_field_schema: plain(schema), _is_required: required}
  }

  pub fn schema_default(schema, value) {
    return schema_field(schema_extend(plain(schema), {default: value}), false)
  }

  pub fn schema_union(schemas) { return {union: schemas.map(plain)} }

  pub fn schema_all_of(schemas) { return {all_of: schemas.map(plain)} }

  pub fn schema_nullable(schema) { return schema_extend(plain(schema), {nullable: true}) }

  pub fn schema_pick_keys(schema, keys) { return schema_pick(schema, keys) }

  pub fn schema_omit_keys(schema, keys) { return schema_omit(schema, keys) }

  pub fn schema_partial_deep(schema) { return schema_partial(schema) }

  pub fn schema_json(schema) { return schema_to_json_schema(schema) }

  pub fn schema_openapi(schema) { return schema_to_openapi_schema(schema) }

  pub fn from_json_schema(schema) { return schema_from_json_schema(schema) }

  pub fn from_openapi_schema(schema) { return schema_from_openapi_schema(schema) }

  pub fn get_typed_result(value, schema, defaults = false) {
    return defaults ? schema_parse(value, schema) : schema_check(value, schema)
  }

  pub fn get_typed_value(value, schema, defaults = false) {
    let result = get_typed_result(value, schema, defaults)
    if is_err(result) { throw_error(unwrap_err(result).message) }
    return unwrap(result)
  }

  pub fn is_type(value, schema) { return schema_is(value, schema) }
  """#
