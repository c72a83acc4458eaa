//! The phone's clock and the browser's randomness: what the pure core takes as arguments.

use std::convert::Infallible;

use rand_core::{TryCryptoRng, TryRng};
use wasm_bindgen::{JsCast, JsValue};

/// Now, by this device's clock: seconds since 1970.
pub fn now() -> i64 {
    chrono::Utc::now().timestamp()
}

/// Randomness from `crypto.getRandomValues`.
#[derive(Clone, Copy, Debug, Default)]
pub struct BrowserRng;

impl TryRng for BrowserRng {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        fill(&mut bytes);
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        fill(&mut bytes);
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        fill(bytes);
        Ok(())
    }
}

impl TryCryptoRng for BrowserRng {}

fn fill(bytes: &mut [u8]) {
    let crypto = js_sys::Reflect::get(&js_sys::global(), &JsValue::from_str("crypto"))
        .map(|crypto| crypto.unchecked_into::<web_sys::Crypto>());
    // One call gives 65,536 bytes at most (Web Cryptography, 10.1.1).
    for part in bytes.chunks_mut(65_536) {
        let filled = crypto
            .as_ref()
            .is_ok_and(|crypto| crypto.get_random_values_with_u8_array(part).is_ok());
        // Keys made without randomness would be worse than an app that stops.
        assert!(filled, "this browser gives no random numbers");
    }
}

/// Calls a function after so many milliseconds; `None` where there are no timers.
pub fn after(milliseconds: i32, function: &js_sys::Function) -> Option<JsValue> {
    global_function("setTimeout")?
        .call2(
            &js_sys::global(),
            function,
            &JsValue::from_f64(f64::from(milliseconds)),
        )
        .ok()
}

/// Calls off what [`after`] was to call.
pub fn cancel(timer: JsValue) {
    if let Some(clear) = global_function("clearTimeout") {
        // A timer that has run is none any more, which is as well.
        let _ = clear.call1(&js_sys::global(), &timer);
    }
}

fn global_function(name: &str) -> Option<js_sys::Function> {
    js_sys::Reflect::get(&js_sys::global(), &JsValue::from_str(name))
        .ok()?
        .dyn_into()
        .ok()
}

/// Waits so many milliseconds.
pub async fn pause(milliseconds: i32) {
    let waited = js_sys::Promise::new(&mut |resolve, _| {
        if after(milliseconds, &resolve).is_none() {
            // Without timers there is nothing to wait for.
            let _ = resolve.call0(&JsValue::UNDEFINED);
        }
    });
    // It is only ever resolved.
    let _ = wasm_bindgen_futures::JsFuture::from(waited).await;
}
