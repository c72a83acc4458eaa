//! Lists that an organiser lends: the secret one opens with lies there with the entry that asks for it.

use stairwell::canvass::dot::{Dot, LogId};
use stairwell::canvass::meeting::{Purpose, Said};
use stairwell::client::journal::{Journal, Since};
use stairwell::organise::meetings::Meeting;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::site::{again, phone};

fn meeting() -> Meeting {
    let id = Dot {
        log: LogId([5; 8]),
        seq: 9,
    };
    let said = Said {
        what: "The first meeting".into(),
        day: 60_000,
        from: 1_140,
        place: "The community room".into(),
        asked_from: 0,
        of: None,
    };
    Meeting {
        id,
        versions: vec![(id, said)],
    }
}

#[wasm_bindgen_test]
async fn what_asks_for_a_list_is_recorded_with_the_secret_it_opens_with() {
    let before = phone("asks").await;
    for purpose in [Purpose::SignIn, Purpose::Ringing] {
        before.ask_for_list(&meeting(), purpose).await.unwrap();
    }
    let (journal, _) = Journal::open("asks").await.unwrap();
    let lists = journal.lists().await;
    let loaded = journal.load(Since::Start).await.unwrap();
    let purposes: Vec<Purpose> = lists.iter().map(|list| list.purpose).collect();
    assert_eq!(purposes, [Purpose::SignIn, Purpose::Ringing]);
    // Each is kept under the number that its entry has.
    let own = loaded.logs.iter().find(|it| it.log == lists[0].asked.log);
    let next = own.unwrap().next;
    assert_eq!(
        (lists[0].asked.seq, lists[1].asked.seq),
        (next - 2, next - 1)
    );
    assert_ne!(lists[0].secret, lists[1].secret);
    // Loaded anew it waits for both, and has neither.
    let after = again("asks").await.own_lists().await;
    assert_eq!(after.len(), 2);
    assert!(after.iter().all(|it| it.list.is_none()));
}
