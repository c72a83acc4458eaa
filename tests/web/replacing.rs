//! A checkpoint in the place of a stair's past: an organiser's device makes it once it is due, a phone
//! that was away across it and one that joins from it come to the same, and where it is not what a
//! phone holds, that phone says so after every start.

use std::collections::BTreeMap;

use leptos::prelude::GetUntracked;
use rand_core::Rng;
use stairwell::canvass::dot::{Dot, LogId};
use stairwell::canvass::draft::Draft;
use stairwell::canvass::event::Event;
use stairwell::canvass::fact::{Fact, Outcome};
use stairwell::canvass::fold::{State, Written};
use stairwell::canvass::hex;
use stairwell::client::clock::{BrowserRng, pause};
use stairwell::client::phone::Phone;
use stairwell::client::told::Repair;
use stairwell::sync::batch::Batch;
use stairwell::sync::checkpoint::SealedCheckpoint;
use stairwell::sync::device::Device;
use stairwell::sync::wire::Cursor;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::carrying::{certificates, volunteer, with};
use crate::endpoint::{Endpoint, Held, sync};
use crate::site::{STAIR, again, device, empty_main, knock, known};

/// So many batches make a stair's past long; what is counted is written there, too.
const LONG: usize = 50;

/// Words that do not deflate to nothing, so that what a phone pulled is worth a snapshot.
fn note() -> Draft {
    let mut bytes = [0; 1_500];
    BrowserRng.fill_bytes(&mut bytes);
    let words = hex::encode(&bytes);
    Draft::new(STAIR, Fact::Note { words }, knock().about)
}

/// A checkpoint of this stair as nobody recorded it: refused where nobody was home.
fn forged(phone: Phone, device: &Device, held: &Held) -> Vec<u8> {
    let mut heads = BTreeMap::new();
    for bytes in held.batches.iter().filter(|bytes| !bytes.is_empty()) {
        if let Ok(batch) = Batch::from_bytes(bytes) {
            heads.insert(batch.log, (batch.last(), Batch::hash(bytes)));
        }
    }
    let made = phone.read_untracked(|state| {
        let of_stair = state.logs().filter(|(_, log)| log.author.stream == STAIR);
        let logs: BTreeMap<_, _> = of_stair.map(|(id, log)| (id, log.clone())).collect();
        let runs: Vec<Written> = logs
            .iter()
            .map(|(id, log)| Written {
                log: *id,
                author: log.author.clone(),
                first: 1,
                offset: 0,
                events: otherwise(state, *id, log.head),
            })
            .collect();
        heads.retain(|log, _| logs.contains_key(log));
        State::fold(&runs).checkpoint(STAIR, &heads).unwrap()
    });
    let upto = Cursor {
        position: held.batches.len() as u64,
        chain: [1; 32],
    };
    let key = device.keyring.newest_key(STAIR).unwrap();
    let by = (device.certificate(), &device.keys);
    SealedCheckpoint::seal(device.campaign, &made, upto, &key, by, &mut BrowserRng)
        .unwrap()
        .to_bytes()
}

/// A log's events, with another outcome for each knock.
fn otherwise(state: &State, log: LogId, head: u64) -> Vec<Event> {
    let refused = Fact::Knock {
        outcome: Outcome::Refused,
        by: None,
        when: None,
    };
    let dot = |seq| Dot { log, seq };
    (1..=head)
        .map(|seq| {
            let mut event = state.entry(dot(seq)).unwrap().event.clone();
            if event.kind == refused.kind() {
                event.body = refused.body();
            }
            event
        })
        .collect()
}

/// Records a knock that is not sent, empties the database, and opens it again.
async fn emptied(name: &str) -> Phone {
    let phone = again(name).await;
    phone.record(vec![knock()]).await.unwrap();
    let waiting = phone.tally().get_untracked().waiting();
    assert!(waiting > 0);
    empty_main(name).await;
    let repaired = again(name).await;
    let events = waiting as u64;
    let restored = Some(Repair::Restored { events });
    assert_eq!(repaired.repaired().get_untracked(), restored, "{name}");
    repaired
}

#[wasm_bindgen_test]
async fn a_long_past_is_replaced_and_whoever_holds_it_checks_what_stands_there() {
    let olwen = device();
    let (vera, wyn) = (volunteer(&olwen), volunteer(&olwen));
    let desk = with("replaces", &olwen).await;
    let away = with("replaced-away", &vera).await;
    let endpoint = Endpoint::open();
    let all = [certificates(&vera), certificates(&wyn)].concat();
    endpoint.held.borrow_mut().certificates = all;
    let replaced = || {
        let held = endpoint.held.borrow();
        let of_stair = held.replacements.iter();
        let mut of_stair = of_stair.filter(|(stream, _)| *stream == Some(STAIR));
        of_stair.next().map(|(_, batches)| *batches)
    };
    for n in 0..LONG {
        if replaced().is_some() {
            break;
        }
        if n == LONG / 4 {
            sync(away).await;
        }
        desk.record(vec![knock(), note(), note()]).await.unwrap();
        sync(desk).await;
    }
    assert!(replaced().is_some_and(|batches| (LONG..LONG + 4).contains(&batches)));
    assert!(!desk.checkpoint_differs());

    desk.record(vec![knock()]).await.unwrap();
    sync(desk).await;
    sync(away).await;
    let fresh = with("replaced-fresh", &wyn).await;
    sync(fresh).await;
    assert_eq!(known(fresh), known(away), "from it and across it");
    assert_eq!(known(again("replaced-fresh").await), known(fresh));
    assert_eq!(known(again("replaces").await), known(desk));
    assert!(!away.checkpoint_differs());

    // The browser empties who joined from it, and whose own past it stands for: what was not sent is in the second copy,
    // and everything else comes again from it and what stands behind it.
    for name in ["replaced-fresh", "replaces"] {
        let repaired = emptied(name).await;
        sync(repaired).await;
        sync(away).await;
        assert_eq!(known(repaired), known(away), "{name}");
        assert_eq!(known(again(name).await), known(away), "{name}, opened anew");
        assert!(!repaired.checkpoint_differs(), "{name}");
    }

    let forged = forged(away, &olwen, &endpoint.held.borrow());
    endpoint.held.borrow_mut().batches.push(forged);
    let before = known(away);
    sync(away).await;
    assert!(away.checkpoint_differs());
    assert_eq!(known(away), before, "it keeps to its own");
    let after = again("replaced-away").await;
    assert!(after.checkpoint_differs(), "after a start");
    // By now the start has kept what it came to, if it ever does.
    pause(2_500).await;
    let after = again("replaced-away").await;
    assert!(after.checkpoint_differs(), "and after the next");
    assert_eq!(known(after), before);
}
