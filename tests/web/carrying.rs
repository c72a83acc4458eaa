//! What a phone could not send goes to an organiser's device as a file: shown at once without a signal,
//! and no longer lent once it has come back from the endpoint.

use leptos::prelude::GetUntracked;
use stairwell::canvass::event::Kind;
use stairwell::canvass::fact::{Fact, Outcome};
use stairwell::client::carrying::{NotTaken, TakenIn};
use stairwell::client::clock::{BrowserRng, now};
use stairwell::client::journal::{Journal, Since};
use stairwell::client::phone::Phone;
use stairwell::sync::carried::CarriedError;
use stairwell::sync::certificate::{Reach, Role};
use stairwell::sync::device::{Device, Invitation, InviteTerms};
use stairwell::sync::grant::Package;
use stairwell::sync::granting::publish_invite;
use stairwell::sync::keys::Secret;
use stairwell::sync::wire::{Joined, Looked, RefusalCode, Token};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::endpoint::{Endpoint, sync};
use crate::site::{STAIR, again, device, js, knock, known};

/// A volunteer's device, invited by this one.
pub fn volunteer(by: &Device) -> Device {
    let terms = InviteTerms {
        role: Role::Volunteer,
        reach: Reach::Stairs(vec![STAIR.name()]),
        uses: 1,
        second_device_of: None,
        now: now(),
        until: now() + 3_600,
    };
    let (code, certificate) = by.invite(&terms, &mut BrowserRng);
    let package = Package::default();
    let invite = publish_invite(
        by,
        &code,
        &certificate,
        Vec::new(),
        package,
        &mut BrowserRng,
    );
    let line = by.line.iter().chain([&certificate]);
    let looked = Looked {
        line: line.map(|signed| signed.to_bytes()).collect(),
        uses_left: 1,
        now: now(),
    };
    let joining = Invitation::read(&code, &looked).unwrap();
    let joining = joining.join(&code, "Vera", now(), &mut BrowserRng);
    let joined = Joined {
        token: Token(Secret([1; 32])),
        grant: Some(invite.unwrap().grant),
        now: now(),
    };
    joining.finish(&joined).unwrap()
}

/// A phone under this name with this device.
pub async fn with(name: &str, device: &Device) -> Phone {
    let (journal, _) = Journal::open(name).await.unwrap();
    journal.keep_device(device).await.unwrap();
    again(name).await
}

/// A device's certificate and those above it.
pub fn certificates(device: &Device) -> Vec<Vec<u8>> {
    device.line.iter().map(|signed| signed.to_bytes()).collect()
}

fn knocks(phone: Phone) -> usize {
    phone.read_untracked(|state| state.of_kind(Kind::KNOCK).count())
}

async fn file(phone: Phone) -> Vec<u8> {
    let file = phone
        .unsent_file("2026-11-28", "Pass it on.")
        .await
        .unwrap();
    let file = file.unwrap();
    assert!(file.name.starts_with("stairwell-2026-11-28-"));
    assert!(!file.text.contains("Vera"));
    file.text.into_bytes()
}

/// No signal at all.
fn offline() {
    js(
        "window.fetched ??= window.fetch; window.fetch = async () => { throw new TypeError('offline'); };",
    );
}

fn online() {
    js("window.fetch = window.fetched;");
}

#[wasm_bindgen_test]
async fn a_file_is_shown_at_once_and_lent_until_it_comes_back_from_the_endpoint() {
    let olwen = device();
    let vera = volunteer(&olwen);
    let giver = with("gives", &vera).await;
    let taker = with("takes", &olwen).await;
    offline();
    giver.record(vec![knock(), knock()]).await.unwrap();
    let early = file(giver).await;
    giver.record(vec![knock()]).await.unwrap();
    let late = file(giver).await;
    assert_eq!(
        giver.tally().get_untracked().waiting(),
        3,
        "it keeps its own"
    );

    for (file, new, known) in [(&late, 4, 0), (&early, 0, 3), (&late, 0, 4)] {
        let taken = TakenIn {
            new,
            known,
            unread: 0,
        };
        assert_eq!(taker.take_in(file).await, Ok(taken));
    }
    assert_eq!((knocks(taker), taker.lent()), (3, 4), "with who writes");
    assert_eq!(taker.bring().await, []);
    assert_eq!(taker.lent(), 4, "nobody answers");
    let after = again("takes").await;
    assert_eq!(known(after), known(taker), "it is kept");
    assert_eq!(after.lent(), 4);
    online();

    let endpoint = Endpoint::open();
    endpoint.held.borrow_mut().certificates = certificates(&vera);
    assert_eq!(after.bring().await, []);
    assert_eq!((knocks(after), after.lent()), (3, 0));
    let brought = endpoint.held.borrow().batches.len();
    let counted = again("takes").await;
    assert_eq!((known(counted), counted.lent()), (known(after), 0));
    // The phone hears of it by its own next sync, and nothing is there twice.
    sync(giver).await;
    assert_eq!(giver.tally().get_untracked().waiting(), 0);
    sync(after).await;
    let logs = |batches: &[Vec<u8>]| {
        let read = |bytes: &Vec<u8>| stairwell::sync::batch::Batch::from_bytes(bytes).unwrap();
        let mut firsts: Vec<_> = batches
            .iter()
            .map(read)
            .map(|it| (it.log, it.first))
            .collect();
        firsts.sort();
        firsts
    };
    let held = logs(&endpoint.held.borrow().batches);
    let mut once = held.clone();
    once.dedup();
    assert!(held.len() >= brought && held == once);
    assert_eq!(knocks(after), 3);
    assert_eq!(giver.unsent_file("2026-11-28", "").await, Ok(None));
}

#[wasm_bindgen_test]
async fn what_the_endpoint_has_otherwise_is_taken_from_the_endpoint() {
    let olwen = device();
    let vera = volunteer(&olwen);
    let giver = with("gives-fork", &vera).await;
    let taker = with("takes-fork", &olwen).await;
    offline();
    giver.record(vec![knock()]).await.unwrap();
    let (journal, _) = Journal::open("gives-fork").await.unwrap();
    let loaded = journal.load(Since::Start).await.unwrap();
    let early = file(giver).await;
    online();
    // A copy of the phone, made before, sends something else under the same numbers.
    with("gives-copy", &vera).await;
    let (journal, _) = Journal::open("gives-copy").await.unwrap();
    let mut record = loaded.logs[0].clone();
    record.next = 1;
    let opening = loaded.events[0].events[0].clone();
    let other = Fact::Knock {
        outcome: Outcome::Refused,
        by: None,
        when: None,
    };
    let run = stairwell::client::journal::NewRun {
        record,
        opening: Some(opening),
        events: vec![
            stairwell::canvass::draft::Draft {
                fact: other,
                ..knock()
            }
            .at(now()),
        ],
        offset: 0,
    };
    journal.record(&[run]).await.unwrap();
    let endpoint = Endpoint::open();
    endpoint.held.borrow_mut().certificates = certificates(&vera);
    sync(again("gives-copy").await).await;
    assert_eq!(taker.take_in(&early).await.map(|taken| taken.new), Ok(2));
    assert_eq!(knocks(taker), 1);
    let refused = taker.bring().await;
    assert_eq!(refused, [(RefusalCode::Clash, 2)]);
    assert_eq!((knocks(taker), taker.lent()), (1, 0));
    let fresh = with("takes-afresh", &olwen).await;
    sync(fresh).await;
    assert_eq!(knocks(fresh), 1, "the copy's");
    // The phone moves what it alone has to a new log: everybody has both then, once.
    for _ in 0..2 {
        sync(giver).await;
        sync(taker).await;
    }
    assert_eq!(knocks(taker), 2);
    drop(endpoint);
}

#[wasm_bindgen_test]
async fn a_file_that_is_none_of_ours_says_what_it_is() {
    let olwen = device();
    let taker = with("takes-none", &olwen).await;
    let giver = with("gives-none", &volunteer(&device())).await;
    offline();
    giver.record(vec![knock()]).await.unwrap();
    let foreign = file(giver).await;
    online();
    let before = known(taker);
    let cut = foreign[..foreign.len() / 2].to_vec();
    let mut damaged = foreign.clone();
    let at = foreign.len() - 60;
    damaged[at] = if damaged[at] == b'0' { b'1' } else { b'0' };
    for (bytes, error) in [
        (b"a shopping list".to_vec(), CarriedError::NotOurs),
        (cut, CarriedError::CutShort),
        (damaged, CarriedError::Damaged),
        (foreign, CarriedError::OtherCampaign),
    ] {
        assert_eq!(taker.take_in(&bytes).await, Err(NotTaken::File(error)));
    }
    assert_eq!(known(taker), before);
    let volunteers = with("takes-volunteer", &volunteer(&olwen)).await;
    let refused = volunteers.take_in(b"").await;
    assert_eq!(refused, Err(NotTaken::NotAllowed));
}
