//! What the page calls. A phone under a name, as `Phone::open_as` has it.

use std::cell::RefCell;

use js_sys::Array;
use leptos::prelude::GetUntracked;
use stairwell::canvass::about::USUAL_DAYS;
use stairwell::canvass::dot::{Dot, LogId};
use stairwell::canvass::draft::Draft;
use stairwell::canvass::estate::{Door, all_doors, knocks};
use stairwell::canvass::event::Kind;
use stairwell::canvass::id::StairId;
use stairwell::canvass::stream::Stream;
use stairwell::client::clock::{BrowserRng, now, pause};
use stairwell::client::phone::Phone;
use stairwell::organise::listening;
use stairwell::sync::certificate::{Reach, Role};
use stairwell::sync::device::{Founding, InviteTerms};
use stairwell::sync::keys::OwnKeys;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::{estate, site};

/// Stairs of eighty doors: 10,000 doors and 10,000 events.
const STAIRS: u64 = 125;
/// Milliseconds until a snapshot is written after a start, and some.
const WRITTEN: i32 = 3_000;

thread_local! {
    static PHONE: RefCell<Option<Phone>> = const { RefCell::new(None) };
    static CROWD: RefCell<Vec<Phone>> = const { RefCell::new(Vec::new()) };
}

fn phone() -> Phone {
    PHONE.with_borrow(|phone| phone.unwrap())
}

fn keep(phone: Phone) {
    PHONE.set(Some(phone));
}

/// A phone that has pulled the estate, and was opened once since.
#[wasm_bindgen]
pub async fn fill(name: String) {
    estate::filled(&name, STAIRS).await;
    let _ = site::again(&name).await;
    pause(WRITTEN).await;
}

/// Opens it: every door's label with what came of it last.
#[wasm_bindgen]
pub async fn open(name: String) -> Array {
    let phone = site::again(&name).await;
    phone.read_untracked(|state| {
        let doors = all_doors(state).into_values().flatten();
        let line = |door: Door| {
            let last = knocks(state, door.id)
                .into_iter()
                .max_by_key(|knock| knock.at);
            let came = last.map_or("", |knock| knock.outcome.word());
            JsValue::from(format!("{}: {came}", door.label))
        };
        doors.map(line).collect()
    })
}

/// A phone of a campaign that no endpoint knows.
#[wasm_bindgen]
pub async fn begin(name: String) {
    keep(site::phone(&name).await);
}

/// Records so many knocks at once.
#[wasm_bindgen]
pub async fn record(count: usize) {
    let drafts = (0..count).map(|_| site::knock()).collect();
    phone().record(drafts).await.unwrap();
}

/// Founds a campaign at the page's own origin, with an invitation for one more device: its code.
#[wasm_bindgen]
pub async fn found(name: String, start_code: String) -> String {
    founded(&name, start_code).await;
    let code = phone().invite(terms(Role::Organiser, Reach::Everything), Vec::new());
    code.await.unwrap().characters()
}

/// The same with an invitation for each of so many phones, to a stair of its own: their codes.
#[wasm_bindgen]
pub async fn found_for(name: String, start_code: String, phones: u32) -> Array {
    founded(&name, start_code).await;
    let codes = Array::new();
    for n in 0..phones {
        let reach = Reach::Stairs(vec![stair_of(n).name()]);
        let code = phone().invite(terms(Role::Volunteer, reach), Vec::new());
        codes.push(&code.await.unwrap().characters().into());
    }
    codes
}

/// The stair on which one of a crowd knocks.
fn stair_of(n: u32) -> Stream {
    let seq = 100 + u64::from(n);
    let log = LogId([5; 8]);
    Stream::Stair(StairId(Dot { log, seq }))
}

fn terms(role: Role, reach: Reach) -> InviteTerms {
    InviteTerms {
        role,
        reach,
        uses: 1,
        second_device_of: None,
        now: now(),
        until: now() + 3_600,
    }
}

async fn founded(name: &str, start_code: String) {
    let phone = Phone::open_as(name).await.unwrap();
    keep(phone);
    let founding = Founding {
        start_code,
        name: "Rhian".to_string(),
        now: now(),
        ends: now() + 86_400,
        practice: false,
    };
    let words = OwnKeys::random(&mut BrowserRng);
    phone.found(&[words], 1, founding).await.unwrap();
    rest().await;
    // Nobody is invited before the campaign has said who it is.
    let about = [
        listening::about_us("Made-up Tenants", "tenants@example.org", ""),
        listening::kept("What you tell us", "To measure", USUAL_DAYS),
    ];
    phone.record(about.into()).await.unwrap();
}

/// Joins by a code, as one of a crowd, and records so many knocks on its stair.
#[wasm_bindgen]
pub async fn join_with(name: String, code: String, n: u32, count: usize) {
    let phone = Phone::open_as(&name).await.unwrap();
    let (code, invitation) = phone.look(&code).await.unwrap();
    phone.join(code, invitation, "Vera").await.unwrap();
    at_rest(phone).await;
    let stream = stair_of(n);
    let knock = || Draft {
        stream,
        ..site::knock()
    };
    let drafts = (0..count).map(|_| knock()).collect();
    phone.record(drafts).await.unwrap();
    CROWD.with_borrow_mut(|crowd| crowd.push(phone));
}

/// All of this page's crowd send at once; how many knocks the endpoint has of them then.
#[wasm_bindgen]
pub async fn push_all() -> usize {
    let crowd = CROWD.with_borrow(Vec::clone);
    for phone in &crowd {
        phone.sync();
    }
    let mut knocks = 0;
    for phone in crowd {
        at_rest(phone).await;
        knocks += knocks_of(phone);
    }
    knocks
}

/// Sends all that waits; how many knocks the endpoint has then.
#[wasm_bindgen]
pub async fn push() -> usize {
    phone().sync();
    rest().await;
    all_knocks()
}

/// Joins by a code and fetches all; how many knocks came.
#[wasm_bindgen]
pub async fn pull(name: String, code: String) -> usize {
    let phone = Phone::open_as(&name).await.unwrap();
    keep(phone);
    let (code, invitation) = phone.look(&code).await.unwrap();
    phone.join(code, invitation, "Olwen").await.unwrap();
    rest().await;
    all_knocks()
}

/// Waits until nothing is left to send or fetch.
async fn rest() {
    at_rest(phone()).await;
}

async fn at_rest(phone: Phone) {
    loop {
        pause(2).await;
        let status = phone.status().get_untracked();
        if !status.sending && status.waiting == 0 && status.up_to_date {
            return;
        }
    }
}

fn all_knocks() -> usize {
    knocks_of(phone())
}

fn knocks_of(phone: Phone) -> usize {
    phone.read_untracked(|state| state.of_kind(Kind::KNOCK).count())
}
