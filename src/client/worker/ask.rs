//! The page's side: starts the worker, hands it one job, listens until it is done, ends it.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Function, Promise, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, MessageEvent, Worker, WorkerOptions, WorkerType};

use super::{Job, SCRIPT, Sentence, Told};
use crate::canvass::address_list::Options;

/// A job as it is posted.
pub fn job(job: &Job) -> JsValue {
    // Writing plain data to a growing vector cannot fail; an empty message would be refused.
    let bytes = postcard::to_allocvec(job).unwrap_or_default();
    Uint8Array::from(bytes.as_slice()).into()
}

/// A file, or what was pasted, as it is posted: the page itself never reads it.
pub fn file(file: &Blob, options: &Options) -> JsValue {
    let options = postcard::to_allocvec(options).unwrap_or_default();
    Array::of2(file, &Uint8Array::from(options.as_slice())).into()
}

/// Has a worker do a job. `progress` hears how much is done of how much; the answer is the last
/// thing the worker said.
pub async fn ask(job: JsValue, progress: impl FnMut(u32, u32) + 'static) -> Told {
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    let answer = match Worker::new_with_options(SCRIPT, &options) {
        Ok(worker) => {
            let answer = listen(&worker, job, progress).await;
            worker.terminate();
            answer
        }
        Err(_) => None,
    };
    answer.unwrap_or_else(|| Told::Refused(Sentence::plain("start.worker_failed")))
}

/// What the worker said last; `None` where it broke.
async fn listen(
    worker: &Worker,
    job: JsValue,
    progress: impl FnMut(u32, u32) + 'static,
) -> Option<Told> {
    let mut resolve = None;
    let done = Promise::new(&mut |done, _| resolve = Some(done));
    let resolve = resolve?;
    let last = Rc::new(RefCell::new(None));
    let hear = hear(worker.clone(), job, progress, last.clone(), resolve.clone());
    let broke = Closure::<dyn FnMut()>::new(move || {
        let _ = resolve.call0(&JsValue::NULL);
    });
    worker.set_onmessage(Some(hear.as_ref().unchecked_ref()));
    worker.set_onerror(Some(broke.as_ref().unchecked_ref()));
    let _ = JsFuture::from(done).await;
    last.take()
}

/// Posts the job once the worker listens, and sorts what it says.
fn hear(
    worker: Worker,
    job: JsValue,
    mut progress: impl FnMut(u32, u32) + 'static,
    last: Rc<RefCell<Option<Told>>>,
    resolve: Function,
) -> Closure<dyn FnMut(MessageEvent)> {
    Closure::new(move |event: MessageEvent| {
        let Ok(bytes) = event.data().dyn_into::<Uint8Array>() else {
            // Anything but bytes means that it has loaded and listens.
            let _ = worker.post_message(&job);
            return;
        };
        match postcard::from_bytes(&bytes.to_vec()) {
            Ok(Told::Progress { done, total }) => progress(done, total),
            told => {
                *last.borrow_mut() = told.ok();
                let _ = resolve.call0(&JsValue::NULL);
            }
        }
    })
}
