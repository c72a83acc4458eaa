//! Address lists are taken apart here, in a worker, so that the page never stands still.

use js_sys::{Function, Reflect, global};
use wasm_bindgen::{JsCast, JsValue};

fn main() -> Result<(), JsValue> {
    // Work sent before this would be lost: a worker that is still loading has no listener.
    let post: Function = Reflect::get(&global(), &"postMessage".into())?.dyn_into()?;
    post.call1(&JsValue::NULL, &"ready".into())?;
    Ok(())
}
