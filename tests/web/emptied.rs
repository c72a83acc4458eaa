//! The second copy and the repair hold through sending, packing and a hundred emptied databases in a
//! row: nothing that was saved is lost, counted twice, or given a number again.

use leptos::prelude::GetUntracked;
use stairwell::client::clock::pause;
use stairwell::client::journal::Journal;
use stairwell::client::phone::Phone;
use stairwell::client::told::Repair;
use wasm_bindgen_test::{console_log, wasm_bindgen_test};

use crate::endpoint::Endpoint;
use crate::faults::{knocks, member, once, pack, pull_much, sync};
use crate::site::{again, empty_main, knock};

const TIMES: usize = 100;

/// Whether so many knocks are shown, soon: what was pulled is kept before it is shown.
async fn shows(phone: Phone, taps: usize) -> bool {
    for _ in 0..300 {
        if knocks(phone).len() >= taps {
            break;
        }
        pause(10).await;
    }
    knocks(phone).len() == taps
}

#[wasm_bindgen_test]
async fn a_hundred_emptied_databases_in_a_row_lose_nothing() {
    let name = "hundred";
    let endpoint = Endpoint::open();
    member(name).await;
    let mut phone = again(name).await;
    let (mut taps, mut packed, mut came_back) = (0, 0, 0);
    for n in 1..=TIMES {
        phone.record(vec![knock()]).await.unwrap();
        taps += 1;
        match n % 5 {
            0 => sync(phone).await,
            1 => {
                let (journal, _) = Journal::open(name).await.unwrap();
                pull_much(&journal).await;
                packed += usize::from(pack(&journal).await);
                phone = again(name).await;
                assert_eq!(phone.repaired().get_untracked(), None);
            }
            _ => {}
        }
        let waiting = phone.status().get_untracked().waiting;
        let unsent = phone.tally().get_untracked().waiting();
        empty_main(name).await;
        phone = again(name).await;
        let events = unsent as u64;
        let repaired = phone.repaired().get_untracked();
        assert_eq!(repaired, Some(Repair::Restored { events }), "time {n}");
        assert_eq!(phone.status().get_untracked().waiting, waiting, "time {n}");
        came_back += waiting;
        if n % 10 == 0 {
            // What was acknowledged comes from the endpoint again.
            sync(phone).await;
            assert!(shows(phone, taps).await, "time {n}");
        }
    }
    assert_eq!(packed, TIMES / 5);
    sync(phone).await;
    assert_eq!(phone.status().get_untracked().waiting, 0);
    once("at the end", &endpoint);
    assert!(shows(phone, taps).await && shows(again(name).await, taps).await);
    console_log!(
        "{{\"measure\":\"emptied\",\"databases\":{TIMES},\"taps\":{taps},\
         \"came_back_from_the_second_copy\":{came_back},\"packed\":{packed},\"lost\":0}}"
    );
}
