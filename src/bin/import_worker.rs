//! The worker beside the page: takes address lists apart and turns words into keys, so that the
//! page never stands still. What it does is in `stairwell::client::worker`.

use js_sys::{Array, Uint8Array};
use stairwell::canvass::address_list::MAX_BYTES;
use stairwell::client::worker::{Jobs, Told, read_list};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, DedicatedWorkerGlobalScope, MessageEvent};

fn main() -> Result<(), JsValue> {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().dyn_into()?;
    let hear = {
        let scope = scope.clone();
        Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            spawn_local(answer(scope.clone(), event.data()));
        })
    };
    scope.set_onmessage(Some(hear.as_ref().unchecked_ref()));
    // It listens as long as the worker lives.
    hear.forget();
    // Work sent before this would be lost: a worker that is still loading has no listener.
    scope.post_message(&"ready".into())
}

/// Does what the page posted: a file with options is a list to take apart, bytes are a job.
async fn answer(scope: DedicatedWorkerGlobalScope, posted: JsValue) {
    let told = match posted.dyn_into::<Array>() {
        Ok(list) => {
            let options = Uint8Array::new(&list.get(1)).to_vec();
            match list.get(0).dyn_into::<Blob>() {
                Ok(file) => read_file(&scope, &file, &options).await,
                Err(_) => Told::unreadable().to_bytes(),
            }
        }
        Err(posted) => Jobs::run(&Uint8Array::new(&posted).to_vec()),
    };
    post(&scope, &told);
}

async fn read_file(scope: &DedicatedWorkerGlobalScope, file: &Blob, options: &[u8]) -> Vec<u8> {
    // One byte more than is allowed is enough to be told so, however large the file.
    let most = (MAX_BYTES + 1) as f64;
    let start = match file.size() > most {
        true => file.slice_with_f64_and_f64(0.0, most),
        false => Ok(file.clone()),
    };
    let bytes = match start {
        Ok(start) => JsFuture::from(start.array_buffer()).await,
        Err(error) => Err(error),
    };
    let told = match bytes {
        Ok(buffer) => read_list(&Uint8Array::new(&buffer).to_vec(), options, |told| {
            post(scope, &told.to_bytes());
        }),
        Err(_) => Told::unreadable(),
    };
    told.to_bytes()
}

fn post(scope: &DedicatedWorkerGlobalScope, told: &[u8]) {
    // A page that has gone hears nothing, and nothing is lost by that.
    let _ = scope.post_message(&Uint8Array::from(told));
}
