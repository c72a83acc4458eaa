//! The second copy and the repair hold through sending, packing and a hundred emptied databases in a
//! row: nothing that was saved is lost, counted twice, or given a number again.

use leptos::prelude::GetUntracked;
use stairwell::canvass::event::Kind;
use stairwell::client::journal::Journal;
use stairwell::client::phone::Phone;
use stairwell::client::told::Repair;
use wasm_bindgen_test::{console_log, wasm_bindgen_test};

use crate::endpoint::Endpoint;
use crate::faults::{once, pack, pull_much, sync};
use crate::site::{again, empty_main, knock, phone};

const TIMES: usize = 100;

fn knocks(phone: Phone) -> usize {
    phone.read_untracked(|state| state.of_kind(Kind::KNOCK).count())
}

#[wasm_bindgen_test]
async fn a_hundred_emptied_databases_in_a_row_lose_nothing() {
    let name = "hundred";
    let endpoint = Endpoint::open();
    let mut phone = phone(name).await;
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
        empty_main(name).await;
        phone = again(name).await;
        let events = waiting as u64;
        let repaired = phone.repaired().get_untracked();
        assert_eq!(repaired, Some(Repair::Restored { events }), "time {n}");
        assert_eq!(phone.status().get_untracked().waiting, waiting, "time {n}");
        came_back += waiting;
        if n % 10 == 0 {
            // What was acknowledged comes from the endpoint again.
            sync(phone).await;
            assert_eq!(knocks(phone), taps, "time {n}");
        }
    }
    assert_eq!(packed, TIMES / 5);
    sync(phone).await;
    assert_eq!(phone.status().get_untracked().waiting, 0);
    once("at the end", &endpoint);
    let fresh = again(name).await;
    assert_eq!((knocks(fresh), knocks(phone)), (taps, taps));
    console_log!(
        "{{\"measure\":\"emptied\",\"databases\":{TIMES},\"taps\":{taps},\
         \"came_back_from_the_second_copy\":{came_back},\"packed\":{packed},\"lost\":0}}"
    );
}
