//! What is copied and pasted. Browsers let a page at either only within a tap, and Safari asks its person
//! once more before it lets one read: so both are begun at once, and never behind something awaited.

use std::future::Future;

use js_sys::{Array, Function, Object, Promise, Reflect};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::{Blob, BlobPropertyBag};

/// What is copied: nothing but words.
const PLAIN: &str = "text/plain";

/// A function of this browser's clipboard, where it has one: not without a secure connection, and some have
/// no way to read.
fn function(name: &str) -> Option<(JsValue, Function)> {
    let navigator = Reflect::get(&window(), &"navigator".into()).ok()?;
    let clipboard = Reflect::get(&navigator, &"clipboard".into()).ok()?;
    if !clipboard.is_object() {
        return None;
    }
    let function = Reflect::get(&clipboard, &name.into()).ok()?;
    Some((clipboard, function.dyn_into().ok()?))
}

/// Calls it now; what becomes of it is the promise's.
fn called(name: &str, with: &JsValue) -> Option<Promise> {
    let (clipboard, function) = function(name)?;
    function.call1(&clipboard, with).ok()?.dyn_into().ok()
}

/// Whether there is a way to paste here.
pub fn can_paste() -> bool {
    function("readText").is_some()
}

/// What was copied, asked for now; `None` where the browser, or its person, will not have it.
pub fn paste() -> impl Future<Output = Option<String>> {
    let asked = called("readText", &JsValue::UNDEFINED);
    async move { JsFuture::from(asked?).await.ok()?.as_string() }
}

/// Copies these words now: whether that was done.
pub fn copy(words: &str) -> impl Future<Output = bool> + use<> {
    let asked = called("writeText", &words.into());
    async move {
        match asked {
            Some(asked) => JsFuture::from(asked).await.is_ok(),
            None => false,
        }
    }
}

/// Copies what is still being made, within the tap that asked for it: whether that was done. Where `making`
/// comes to nothing, nothing is copied.
pub fn copy_later(
    making: impl Future<Output = Option<String>> + 'static,
) -> impl Future<Output = bool> {
    let made = future_to_promise(async move {
        let words = making.await.ok_or(JsValue::NULL)?;
        Ok(words.into())
    });
    let asked = item(&made).and_then(|item| called("write", &Array::of1(&item)));
    async move {
        match asked {
            Some(asked) => JsFuture::from(asked).await.is_ok(),
            // This browser copies only what is here already, and may hold the tap for over by then.
            None => match JsFuture::from(made)
                .await
                .ok()
                .and_then(|it| it.as_string())
            {
                Some(words) => copy(&words).await,
                None => false,
            },
        }
    }
}

/// What a browser copies once it is made; `None` where it knows no such thing.
fn item(made: &Promise) -> Option<JsValue> {
    let kind = Reflect::get(&window(), &"ClipboardItem".into()).ok()?;
    let kind: Function = kind.dyn_into().ok()?;
    let made = JsFuture::from(made.clone());
    let blob = future_to_promise(async move {
        let words = made.await?;
        let plain = BlobPropertyBag::new();
        plain.set_type(PLAIN);
        let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&words), &plain)?;
        Ok(blob.into())
    });
    let parts = Object::new();
    Reflect::set(&parts, &PLAIN.into(), &blob).ok()?;
    Reflect::construct(&kind, &Array::of1(&parts)).ok()
}
