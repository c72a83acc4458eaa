//! A fault at every single call of the storage: each ends saved, or visibly not saved; never silently
//! lost, never half, never twice.
//!
//! The calls are the browser's own methods, replaced on their prototypes by this page (`faults.js`), so
//! that nothing of it is in the program. An evening is played once to count its calls, and then once
//! for each of them, with the fault there. Whatever happened, the faults end, the page tries once more
//! what it said was not saved, the app is opened anew, and everything has to stand there once: what was
//! said to be saved, and what was held.

use std::collections::BTreeMap;

use js_sys::Reflect;
use leptos::prelude::GetUntracked;
use stairwell::canvass::dot::{Dot, LogId};
use stairwell::canvass::event::Kind;
use stairwell::canvass::fold::State;
use stairwell::client::clock::pause;
use stairwell::client::journal::{Journal, Since, ToKeep};
use stairwell::client::phone::Phone;
use stairwell::client::told::Saving;
use stairwell::sync::batch::Batch;
use stairwell::sync::session::{Input, Output, Pulled, Session};
use stairwell::sync::wire::Cursor;
use wasm_bindgen_test::{console_log, wasm_bindgen_test};

use crate::carrying::volunteer;
use crate::endpoint::Endpoint;
use crate::site::{again, device, empty_main, js, knock};

/// What the browser does at the call that is hit.
const KINDS: [&str; 6] = [
    "full",
    "full for good",
    "dead",
    "dead for good",
    "aborted",
    "silent",
];
/// So many small chunks are pulled that a snapshot is worth it.
const CHUNKS: u64 = 51;
/// So many calls apart are hit in a short run. `STAIRWELL_FAULTS=all` when compiled: every one.
const APART: usize = match option_env!("STAIRWELL_FAULTS") {
    Some(_) => 1,
    None => 9,
};

fn arm(name: &str, kind: &str, at: usize) {
    js(&format!("faults.arm('stairwell-{name}', '{kind}', {at})"));
}

/// Ends the faults: how many calls there were, and what was hit.
fn disarm() -> (usize, Option<String>) {
    let said = js("faults.disarm()");
    let calls = Reflect::get(&said, &"calls".into()).unwrap();
    let hit = Reflect::get(&said, &"hit".into()).unwrap();
    (calls.as_f64().unwrap() as usize, hit.as_string())
}

/// What a page was told of an evening.
#[derive(Default)]
struct Told {
    /// Taps.
    taps: usize,
    /// Where those came to stand that were said to be saved.
    saved: Vec<Dot>,
    /// The page that was open last.
    page: Option<Phone>,
    /// Opening was refused, and said so.
    refused: usize,
}

impl Told {
    async fn tap(&mut self, phone: Phone) {
        self.taps += 2;
        match phone.record(vec![knock(), knock()]).await {
            Ok(dots) => self.saved.extend(dots),
            Err(_) => {
                let said = phone.saving().get_untracked();
                assert!(matches!(said, Saving::NotSaved { .. }), "it is said");
                assert!(phone.holds_unsaved());
            }
        }
    }

    async fn open(&mut self, name: &str) -> Option<Phone> {
        let page = match self.page {
            // Whoever has something that is not saved does not close the page over it.
            Some(page) if page.holds_unsaved() => Some(page),
            _ => Phone::open_as(name).await.ok(),
        };
        match page {
            Some(page) if page.membership().get_untracked().is_some() => {
                self.page = Some(page);
                Some(page)
            }
            Some(_) => panic!("a phone that is a member opens as if it were none"),
            None => {
                self.refused += 1;
                None
            }
        }
    }
}

/// Sends and fetches, until that has come to rest.
pub async fn sync(phone: Phone) {
    phone.sync();
    for _ in 0..600 {
        pause(5).await;
        let status = phone.status().get_untracked();
        let done = status.up_to_date && status.waiting == 0;
        if !status.sending && (done || status.trouble.is_some()) {
            return;
        }
    }
}

/// Chunks that hold nothing but where they lead to.
pub async fn pull_much(journal: &Journal) {
    let loaded = journal.load(Since::Start).await;
    let cursor = loaded
        .ok()
        .and_then(|loaded| Some(loaded.pulled.last()?.cursor));
    let cursor = cursor.unwrap_or(Cursor::default());
    for _ in 0..CHUNKS {
        let pulled = Pulled {
            cursor,
            ..Pulled::default()
        };
        // Nothing is kept after what could not be.
        if journal.keep_pulled(&pulled).await.is_err() {
            return;
        }
    }
}

/// Packs what was pulled, and keeps a snapshot, as a start does once the page is drawn: whether it
/// did.
pub async fn pack(journal: &Journal) -> bool {
    let Ok(mut loaded) = journal.load(Since::Snapshot).await else {
        return false;
    };
    let Some(device) = loaded.device.take() else {
        return false;
    };
    let mut session = Session::new(device);
    let mut state = State::default();
    if let Some(snapshot) = loaded.snapshot.take() {
        state = snapshot.open(&mut session).unwrap();
    }
    for pulled in &loaded.pulled {
        let input = Input::Replayed(pulled.clone());
        let rng = &mut stairwell::client::clock::BrowserRng;
        for output in session.step(0, input, rng) {
            if let Output::Merge(written) = output {
                for run in written {
                    let _ = state.add(&run);
                }
            }
        }
    }
    match ToKeep::of(&session, &state, loaded.tail, &loaded.pulled) {
        Some(keep) => journal.keep_snapshot(&keep).await.is_ok(),
        None => false,
    }
}

/// An evening, as far as it goes: open, tap, seal and send, be acknowledged and pull, tap, pack, open
/// from the snapshot, tap.
async fn evening(name: &str) -> Told {
    let mut told = Told::default();
    if let Some(phone) = told.open(name).await {
        told.tap(phone).await;
        told.tap(phone).await;
        sync(phone).await;
        told.tap(phone).await;
    }
    if let Ok((journal, _)) = Journal::open(name).await {
        if told.page.is_some() {
            pull_much(&journal).await;
        }
        pack(&journal).await;
    }
    if let Some(phone) = told.open(name).await {
        told.tap(phone).await;
    }
    told
}

/// Everything stands there once, whatever was hit; also after another start, and from the second copy.
async fn settled(what: &str, name: &str, told: Told, endpoint: &Endpoint) {
    if let Some(page) = told.page
        && page.holds_unsaved()
    {
        let saved = page.retry_save().await;
        assert!(saved.is_ok(), "{what}: not saved when the fault is over");
        assert_eq!(page.saving().get_untracked(), Saving::Saved, "{what}");
    }
    let phone = again(name).await;
    whole(what, phone, &told).await;
    empty_main(name).await;
    let phone = again(name).await;
    // What was acknowledged comes from the endpoint again.
    sync(phone).await;
    whole(what, phone, &told).await;
    let status = phone.status().get_untracked();
    assert_eq!(status.waiting, 0, "{what}: {status:?}");
    once(what, endpoint);
    whole(what, again(name).await, &told).await;
}

/// The same state may still be on its way: what was pulled is kept before it is shown.
async fn whole(what: &str, phone: Phone, told: &Told) {
    for _ in 0..300 {
        if knocks(phone).len() >= told.taps {
            break;
        }
        pause(10).await;
    }
    let knocks = knocks(phone);
    let status = phone.status().get_untracked();
    assert_eq!(knocks.len(), told.taps, "{what}: {knocks:?}, {status:?}");
    for dot in &told.saved {
        assert!(knocks.contains(dot), "{what}: {dot:?} was said to be saved");
    }
}

pub fn knocks(phone: Phone) -> Vec<Dot> {
    phone.read_untracked(|state| state.of_kind(Kind::KNOCK).map(|(dot, _)| dot).collect())
}

/// The endpoint has each log without a gap, once.
pub fn once(what: &str, endpoint: &Endpoint) {
    let mut heads: BTreeMap<LogId, u64> = BTreeMap::new();
    for bytes in &endpoint.held.borrow().batches {
        let batch = Batch::from_bytes(bytes).unwrap();
        let head = heads.entry(batch.log).or_default();
        assert_eq!(batch.first, *head + 1, "{what}");
        *head = batch.last();
    }
}

/// A volunteer's phone, of which nobody knows yet: an organiser's would count what it pulls.
pub async fn member(name: &str) {
    let (journal, _) = Journal::open(name).await.unwrap();
    let device = volunteer(&device());
    journal.keep_device(&device).await.unwrap();
}

/// Plays an evening with this fault at each of its calls.
async fn hit_everywhere(kind: &str) {
    js(include_str!("faults.js"));
    let tag = kind.replace(' ', "-");
    let name = format!("faults-{tag}-none");
    member(&name).await;
    let endpoint = Endpoint::open();
    arm(&name, "none", usize::MAX);
    let told = evening(&name).await;
    let (calls, _) = disarm();
    assert_eq!((told.taps, told.saved.len(), told.refused), (8, 8, 0));
    settled("nothing hit", &name, told, &endpoint).await;
    drop(endpoint);
    assert!(calls > 100, "{calls} calls");
    let (mut hits, mut refused, mut held) = (0, 0, 0);
    for at in (1..=calls).step_by(APART) {
        let name = format!("faults-{tag}-{at}");
        member(&name).await;
        let endpoint = Endpoint::open();
        arm(&name, kind, at);
        let told = evening(&name).await;
        let (_, hit) = disarm();
        let what = format!("{kind} at call {at}, {hit:?}");
        hits += usize::from(hit.is_some());
        refused += told.refused;
        held += told.taps - told.saved.len();
        settled(&what, &name, told, &endpoint).await;
    }
    console_log!(
        "{{\"measure\":\"faults\",\"kind\":\"{kind}\",\"calls\":{calls},\"hit\":{hits},\
         \"opening_refused\":{refused},\"taps_held\":{held},\"lost\":0}}"
    );
    assert!(hits * 10 >= calls / APART * 9, "{hits} of {calls} were hit");
}

#[wasm_bindgen_test]
async fn a_phone_that_is_full_for_a_moment_at_any_call() {
    hit_everywhere(KINDS[0]).await;
}

#[wasm_bindgen_test]
async fn a_phone_that_is_full_from_any_call_on() {
    hit_everywhere(KINDS[1]).await;
}

#[wasm_bindgen_test]
async fn a_connection_that_dies_at_any_call() {
    hit_everywhere(KINDS[2]).await;
}

#[wasm_bindgen_test]
async fn a_database_that_is_gone_from_any_call_on() {
    hit_everywhere(KINDS[3]).await;
}

#[wasm_bindgen_test]
async fn a_transaction_that_the_browser_aborts_at_any_call() {
    hit_everywhere(KINDS[4]).await;
}

#[wasm_bindgen_test]
async fn a_call_that_is_never_answered() {
    hit_everywhere(KINDS[5]).await;
}

/// A browser in which nothing can be kept beside the database: neither buckets, nor local storage.
#[wasm_bindgen_test]
async fn a_private_window_says_what_it_cannot_keep_and_keeps_the_rest() {
    js(
        "Object.defineProperty(navigator, 'storageBuckets', { configurable: true, value: undefined });
         window.kept = Object.getOwnPropertyDescriptor(window, 'localStorage');
         Object.defineProperty(window, 'localStorage', {
             configurable: true,
             get() { throw new DOMException('denied', 'SecurityError'); },
         });",
    );
    member("private").await;
    let phone = again("private").await;
    let dots = phone.record(vec![knock()]).await;
    let after = again("private").await;
    let known = crate::site::known(after) == crate::site::known(phone);
    js("delete navigator.storageBuckets;
        Object.defineProperty(window, 'localStorage', window.kept);");
    assert!(dots.is_ok() && known);
}

/// A browser that has no database at all says so before anything is typed.
#[wasm_bindgen_test]
async fn a_browser_that_stores_nothing_says_so_at_once() {
    js("window.opens = IDBFactory.prototype.open;
        IDBFactory.prototype.open = () => {
            throw new DOMException('denied', 'SecurityError');
        };");
    let refused = Phone::open_as("no-storage").await.err();
    js("IDBFactory.prototype.open = window.opens;");
    assert_eq!(refused, Some(stairwell::client::told::OpenError::NoStorage));
}
