//! What the tests stand on: a device, some drafts, and a browser that can be made to misbehave.

use js_sys::{Array, Promise};
use stairwell::canvass::dot::Dot;
use stairwell::canvass::draft::Draft;
use stairwell::canvass::fact::{BlockKind, Fact, Outcome};
use stairwell::canvass::id::{DoorId, StairId};
use stairwell::canvass::stream::Stream;
use stairwell::client::clock::{BrowserRng, now};
use stairwell::client::journal::Journal;
use stairwell::client::phone::Phone;
use stairwell::sync::device::{Device, Founding};
use stairwell::sync::keys::{OwnKeys, Secret};
use stairwell::sync::wire::{Joined, Token};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, future_to_promise};

/// An organiser's device of a campaign nobody else is in.
pub fn device() -> Device {
    let founding = Founding {
        start_code: String::new(),
        name: "Rhian".to_string(),
        now: now(),
        ends: now() + 86_400,
        practice: true,
    };
    let words = OwnKeys::random(&mut BrowserRng);
    let (_, joining) = founding.found(&words, &mut BrowserRng).unwrap();
    let joined = Joined {
        token: Token(Secret([1; 32])),
        grant: None,
        now: now(),
    };
    joining.finish(&joined).unwrap()
}

/// A phone under this name that belongs to a campaign.
pub async fn phone(name: &str) -> Phone {
    let (journal, _) = Journal::open(name).await.unwrap();
    journal.keep_device(&device()).await.unwrap();
    again(name).await
}

/// The phone under this name, as after a reload.
pub async fn again(name: &str) -> Phone {
    Phone::open_as(name).await.unwrap()
}

/// Everything a phone knows, as bytes.
pub fn known(phone: Phone) -> Vec<u8> {
    phone.read_untracked(|state| state.to_bytes())
}

pub const STAIR: Stream = Stream::Stair(StairId(Dot {
    log: stairwell::canvass::dot::LogId([5; 8]),
    seq: 1,
}));

/// A block on the board.
pub fn block(name: &str) -> Draft {
    let fact = Fact::Block {
        name: name.to_string(),
        kind: BlockKind::Building,
    };
    Draft::new(Stream::Board, fact, Vec::new())
}

/// A knock on a stair.
pub fn knock() -> Draft {
    let fact = Fact::Knock {
        outcome: Outcome::NotHome,
        by: None,
        when: None,
    };
    let door = DoorId(Dot {
        log: stairwell::canvass::dot::LogId([5; 8]),
        seq: 2,
    });
    Draft::new(STAIR, fact, vec![door.into()])
}

/// Runs all at once, and resolves when all have ended.
pub async fn together<F: Future<Output = ()> + 'static>(all: impl IntoIterator<Item = F>) {
    let all: Array = all
        .into_iter()
        .map(|one| {
            future_to_promise(async move {
                one.await;
                Ok(JsValue::UNDEFINED)
            })
        })
        .collect();
    JsFuture::from(Promise::all(&all)).await.unwrap();
}

/// Runs a piece of JavaScript: how a test makes the browser misbehave.
pub fn js(code: &str) -> JsValue {
    js_sys::eval(code).unwrap()
}

/// Runs a piece of JavaScript that gives a promise.
pub async fn js_async(code: &str) -> JsValue {
    JsFuture::from(Promise::from(js(code))).await.unwrap()
}

/// Deletes the main database of a phone, as a browser that empties it does.
pub async fn empty_main(name: &str) {
    js_async(&format!(
        "new Promise((done, failed) => {{
            const request = indexedDB.deleteDatabase('stairwell-{name}');
            request.onsuccess = () => done();
            // Blocked it is only until what is under way has ended.
            request.onerror = () => failed(new Error('not deleted'));
        }})"
    ))
    .await;
}
