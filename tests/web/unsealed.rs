//! What was told at a talk for organisers alone: there again after a reload until the talk is left or it
//! is struck out, and never beside what was sealed of it.

use leptos::prelude::GetUntracked;
use stairwell::canvass::conversation::conversation;
use stairwell::canvass::dot::Dot;
use stairwell::canvass::draft::{self, Draft};
use stairwell::canvass::fact::{BlockKind, Fact, Outcome, StairKind};
use stairwell::canvass::id::{BlockId, DoorId, HouseholdId, QuestionId, StairId};
use stairwell::canvass::readback::{one_more_sealed, sealed};
use stairwell::canvass::script::{AnswerKind, Stage, Step};
use stairwell::canvass::stream::Stream;
use stairwell::client::clock::pause;
use stairwell::client::journal::Unsealed;
use stairwell::client::phone::Phone;
use stairwell::client::{begin, programs};
use stairwell::locales;
use stairwell::t;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;

use crate::site::{STAIR, again, empty_main, js, js_async, knock, phone};

fn household() -> HouseholdId {
    HouseholdId::FirstOf(DoorId(Dot {
        log: stairwell::canvass::dot::LogId([5; 8]),
        seq: 2,
    }))
}

fn told(whom: &str) -> Unsealed {
    Unsealed {
        household: household(),
        named: vec![whom.to_string()],
        name: "Gwen".to_string(),
        reach: "01632 960000".to_string(),
    }
}

fn nomination(whom: &str) -> Vec<Draft> {
    let fact = Fact::Nomination {
        whom: whom.to_string(),
    };
    let draft = Draft::new(Stream::Inner, fact, vec![household().into()]);
    vec![draft, one_more_sealed(STAIR, household())]
}

/// Everything that lies in a phone's first database, as text.
async fn at_rest(name: &str) -> String {
    let everything = js_async(&format!(
        "new Promise((done) => {{
            const opening = indexedDB.open('stairwell-{name}', 1);
            opening.onsuccess = async () => {{
                const names = [...opening.result.objectStoreNames];
                const transaction = opening.result.transaction(names);
                const all = names.map((name) => new Promise((got) => {{
                    const request = transaction.objectStore(name).getAll();
                    request.onsuccess = () => got(request.result);
                }}));
                const values = (await Promise.all(all)).flat();
                opening.result.close();
                const decoder = new TextDecoder('latin1');
                done(values.map((value) =>
                    value instanceof Uint8Array ? decoder.decode(value) : '').join());
            }};
        }})"
    ))
    .await;
    everything.as_string().unwrap()
}

#[wasm_bindgen_test]
async fn what_was_told_is_there_after_a_reload_and_no_word_of_it_can_be_read_at_rest() {
    let before = phone("told").await;
    before.keep_unsealed(Some(told("Flat 9"))).await;
    assert_eq!(again("told").await.unsealed().await, Some(told("Flat 9")));
    let text = at_rest("told").await;
    assert!(!text.contains("Flat 9") && !text.contains("960000") && !text.contains("Gwen"));
    // A knock seals nothing, so nothing of it goes.
    before.record(vec![knock()]).await.unwrap();
    assert_eq!(before.unsealed().await, Some(told("Flat 9")));
    before.keep_unsealed(None).await;
    assert_eq!(again("told").await.unsealed().await, None);
}

#[wasm_bindgen_test]
async fn what_is_sealed_takes_what_was_told_out_with_it_or_neither_happens() {
    let phone = phone("sealing").await;
    phone.record(vec![knock()]).await.unwrap();
    phone.keep_unsealed(Some(told("Flat 9"))).await;
    // The storage fails when it is sealed: what was told is still there, and nothing is sealed.
    let count = |phone: Phone| phone.read_untracked(|state| sealed(state, household()));
    js("window.put = IDBObjectStore.prototype.put;
        IDBObjectStore.prototype.put = function () { throw new DOMException('full', 'QuotaExceededError'); }");
    let failed = phone.record(nomination("Flat 9")).await;
    js("IDBObjectStore.prototype.put = window.put");
    assert!(failed.is_err());
    let reloaded = again("sealing").await;
    assert_eq!(reloaded.unsealed().await, Some(told("Flat 9")));
    assert_eq!(count(reloaded), 0);
    // It is tried again, and is sealed: what was told is gone, in one transaction.
    phone.retry_save().await.unwrap();
    let reloaded = again("sealing").await;
    assert_eq!(reloaded.unsealed().await, None);
    assert_eq!(count(reloaded), 1);
}

#[wasm_bindgen_test]
async fn what_was_to_be_kept_before_something_was_sealed_is_not_kept_after() {
    let phone = phone("late").await;
    let late = phone.keep_unsealed(Some(told("Flat 9")));
    phone.record(nomination("Flat 9")).await.unwrap();
    late.await;
    assert_eq!(phone.unsealed().await, None);
    phone.keep_unsealed(Some(told("Flat 7"))).await;
    assert_eq!(phone.unsealed().await, Some(told("Flat 7")));
}

#[wasm_bindgen_test]
async fn the_second_copy_never_has_what_was_told() {
    let before = phone("alone").await;
    before.record(vec![knock()]).await.unwrap();
    before.keep_unsealed(Some(told("Flat 9"))).await;
    // The second copy is made anew from the first, and the first from that.
    js_async("navigator.storageBuckets.delete('second-copy')").await;
    let whole = again("alone").await;
    assert_eq!(whole.unsealed().await, Some(told("Flat 9")));
    assert!(whole.repaired().get_untracked().is_none());
    empty_main("alone").await;
    let after = again("alone").await;
    assert!(after.repaired().get_untracked().is_some());
    assert_eq!(after.unsealed().await, None);
}

/// A stair of one door where somebody was spoken to, and a script that asks whose door they would knock
/// on: the door, and its household.
async fn at_a_door(phone: Phone) -> DoorId {
    let question = Fact::Question {
        words: "Whose door would you knock on?".into(),
        answers: AnswerKind::Nomination,
    };
    let block = Fact::Block {
        name: "Alder House".into(),
        kind: BlockKind::Building,
    };
    let board = |fact| Draft::new(Stream::Board, fact, vec![]);
    let dots = phone
        .record(vec![board(question), board(block)])
        .await
        .unwrap();
    let entrance = Fact::Stair {
        name: String::new(),
        kind: StairKind::Entrance,
    };
    let script = Fact::Script {
        version: 1,
        title: "Listening".into(),
        stage: Stage::Listen,
        steps: vec![Step::straight_on()],
    };
    let stair = phone
        .record(vec![
            Draft::new(Stream::Board, entrance, vec![BlockId(dots[1]).into()]),
            Draft::new(Stream::Board, script, vec![QuestionId(dots[0]).into()]),
        ])
        .await
        .unwrap()[0];
    let stream = Stream::Stair(StairId(stair));
    let fact = Fact::Door {
        label: "Flat 1".into(),
        floor: Some(0),
        order: 0,
        uprn: None,
    };
    let door = DoorId(
        phone
            .record(vec![Draft::new(stream, fact, vec![])])
            .await
            .unwrap()[0],
    );
    let spoke = draft::knock(stream, door, HouseholdId::FirstOf(door), Outcome::Spoke);
    phone.record(spoke).await.unwrap();
    door
}

/// The page at a path, as this phone shows it; it is gone without a word once it is let go.
fn shown(phone: Phone, path: &str) -> (HtmlElement, impl Sized + use<>) {
    let document = web_sys::window().unwrap().document().unwrap();
    let place: HtmlElement = document.create_element("div").unwrap().unchecked_into();
    document.body().unwrap().append_child(&place).unwrap();
    js(&format!("history.pushState(null, '', '{path}')"));
    let at = place.clone();
    let handle = leptos::mount::mount_to(at, move || begin(phone, programs::desk));
    (place, handle)
}

async fn sees(place: &HtmlElement, words: &str) {
    for _ in 0..100 {
        if place.inner_text().contains(words) {
            return;
        }
        pause(50).await;
    }
    panic!("no “{words}” in:\n{}", place.inner_text());
}

/// Taps the button of these words.
fn tap(place: &HtmlElement, words: &str) {
    let buttons = place.get_elements_by_tag_name("button");
    let mut buttons = (0..buttons.length()).filter_map(|n| buttons.item(n));
    let is_it =
        |button: &web_sys::Element| button.text_content().is_some_and(|it| it.trim() == words);
    let button = buttons.find(is_it).unwrap_or_else(|| panic!("{words}"));
    button.unchecked_into::<HtmlElement>().click();
}

fn type_in(place: &HtmlElement, words: &str) {
    let field = place.query_selector("#typed").unwrap().unwrap();
    let field: web_sys::HtmlInputElement = field.unchecked_into();
    field.set_value(words);
    field
        .dispatch_event(&web_sys::Event::new("input").unwrap())
        .unwrap();
}

async fn until(so: impl AsyncFn() -> bool) {
    for _ in 0..100 {
        if so().await {
            return;
        }
        pause(50).await;
    }
    panic!("it never came to that");
}

/// As a volunteer does it: a door is named, the page is loaded anew at the read-back, it stands there
/// again, is struck out and named once more, and sealed when the talk is left.
#[wasm_bindgen_test]
async fn whom_they_named_is_read_back_after_a_reload_and_gone_once_it_is_struck_or_the_talk_is_left()
 {
    locales::carry(&[locales::EVENING, locales::DESK]);
    let whence = js("location.pathname + location.search")
        .as_string()
        .unwrap();
    let first = phone("talk").await;
    let door = at_a_door(first).await;
    let household = HouseholdId::FirstOf(door);
    let path = format!("/talk/{}", door.0);
    let (place, page) = shown(first, &path);
    sees(&place, "Whose door would you knock on?").await;
    type_in(&place, "Flat 9");
    tap(&place, &t!("volunteer.keep_answer"));
    sees(&place, &t!("volunteer.read_back")).await;
    sees(&place, "Flat 9").await;
    until(async || {
        first
            .unsealed()
            .await
            .is_some_and(|told| told.named == ["Flat 9"])
    })
    .await;
    // The page is gone without a word, as where a phone dies.
    std::mem::forget(page);
    place.remove();

    let second = again("talk").await;
    let (place, page) = shown(second, &path);
    sees(&place, "Whose door would you knock on?").await;
    tap(&place, &t!("volunteer.finish_talk"));
    sees(&place, "Flat 9").await;
    pause(500).await;
    tap(&place, &t!("volunteer.strike"));
    until(async || second.unsealed().await.is_none()).await;
    let count = |phone: Phone| phone.read_untracked(|state| sealed(state, household));
    assert_eq!(count(second), 0);
    drop(page);
    place.remove();
    pause(300).await;
    assert_eq!(count(second), 0);

    let third = again("talk").await;
    let (place, page) = shown(third, &path);
    sees(&place, "Whose door would you knock on?").await;
    assert!(!place.inner_text().contains("Flat 9"));
    type_in(&place, "Flat 7");
    tap(&place, &t!("volunteer.keep_answer"));
    sees(&place, "Flat 7").await;
    until(async || third.unsealed().await.is_some()).await;
    drop(page);
    place.remove();
    until(async || count(third) == 1).await;
    let reloaded = again("talk").await;
    assert_eq!(reloaded.unsealed().await, None);
    assert_eq!(count(reloaded), 1);
    let person = reloaded.membership().get_untracked().unwrap().person;
    assert!(
        reloaded
            .read_untracked(|state| conversation(state, door, person))
            .is_some()
    );
    js(&format!("history.replaceState(null, '', '{whence}')"));
}
