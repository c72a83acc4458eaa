//! How long a database may take before it counts as one that does not answer.

use std::cell::RefCell;

use js_sys::{Array, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use super::super::clock;

/// In milliseconds.
const LIMIT: i32 = 8_000;

/// A limit that has begun to run. One serves everything that is waited for in a transaction: a
/// timer for each wait would be a good part of what a knock costs.
#[derive(Debug)]
pub struct Patience {
    over: Promise,
    timer: Option<JsValue>,
}

impl Patience {
    /// Begins to run.
    pub fn begin() -> Patience {
        let timer = RefCell::new(None);
        let over = Promise::new(&mut |resolve, _| {
            timer.replace(clock::after(LIMIT, &resolve));
        });
        let timer = timer.take();
        Patience { over, timer }
    }

    /// Waits for a promise that is only ever resolved, and never with nothing; `None` once
    /// patience has run out.
    pub async fn wait_for(&self, promise: &Promise) -> Option<JsValue> {
        let came = JsFuture::from(Promise::race(&Array::of2(promise, &self.over))).await;
        came.ok().filter(|came| !came.is_undefined())
    }
}

impl Drop for Patience {
    fn drop(&mut self) {
        if let Some(timer) = self.timer.take() {
            clock::cancel(timer);
        }
    }
}
