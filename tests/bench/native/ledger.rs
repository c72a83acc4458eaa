//! The endpoint's database by itself, without HTTP: what judging and keeping fifty phones' nights takes.

use std::collections::BTreeSet;

use serde_json::json;
use stairwell::canvass::stream::Stream;
use stairwell::endpoint::Settings;
use stairwell::endpoint::checks::Checks;
use stairwell::endpoint::judge::{Arrived, judge};
use stairwell::endpoint::ledger::room::Room;
use stairwell::endpoint::ledger::{Holder, Push};
use stairwell::sync::batch::Batch;
use stairwell::sync::keys::sha256;

use crate::camp::{Camp, sealed};
use crate::estate::{log, stair};
use crate::evening::on_a_stair;
use crate::figure::{print, rounded, timed};
use crate::served::Served;

const PHONES: u16 = 50;
const EACH: usize = 500;

/// Times both, one phone after the other.
pub fn measure() -> bool {
    // The program founds and enrols; then its database is opened here as its host's commands do.
    let served = Served::start();
    let mut camp = Camp::found(Some(&served), 7);
    let phones = camp.volunteers(0..1, PHONES);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let settings = Settings::in_folder(&served.data);
    let ledger = runtime.block_on(settings.ledger()).unwrap();
    let (mut judging, mut keeping) = (0.0, 0.0);
    let checks = Checks::default();
    for (n, device) in (0..).zip(&phones) {
        let place = (log(0, n), Stream::Stair(stair(0)));
        let batches = sealed(
            device,
            place,
            &on_a_stair(0, n, EACH),
            500,
            &mut camp.chance,
        );
        let arrived: Vec<Arrived> = batches.into_iter().map(arrived).collect();
        let token = sha256(&device.token.0.0);
        let holder = runtime.block_on(ledger.holder(&token)).unwrap();
        let Holder::Device(holder) = holder else {
            panic!("a device that joined holds its token");
        };
        let opened: Vec<_> = arrived
            .iter()
            .filter_map(|one| Some(one.batch.opening?.certificate))
            .collect();
        let places: Vec<_> = arrived
            .iter()
            .map(|one| (one.batch.log, one.batch.first))
            .collect();
        let now = Served::now();
        let (took, push) = timed(|| {
            let known = runtime
                .block_on(ledger.known(holder.campaign.key, &places, &opened))
                .unwrap();
            judge(holder.campaign, &known, arrived, now, &checks).unwrap()
        });
        judging += took;
        let room = Room {
            bytes: 1 << 30,
            reserve: false,
        };
        let push = Push { room, ..push };
        let (took, kept) = timed(|| runtime.block_on(ledger.push(&holder, &push, now)));
        kept.unwrap();
        keeping += took;
    }
    let logs: BTreeSet<_> = (0..PHONES.into()).map(|n| log(0, n)).collect();
    assert_eq!(logs.len(), usize::from(PHONES));
    let measured = json!({
        "phones": PHONES, "events_each": EACH,
        "judge_ms": rounded(judging), "keep_ms": rounded(keeping),
    });
    print("ledger", measured, &[])
}

fn arrived(bytes: Vec<u8>) -> Arrived {
    Arrived {
        batch: Batch::from_bytes(&bytes).unwrap(),
        hash: Batch::hash(&bytes),
        bytes,
    }
}
