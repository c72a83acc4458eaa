//! What is called sent, and by whose word.

use super::*;

/// R8.1: whatever comes back, or does not, what was recorded is called sent only by the endpoint's own answer
/// to this very request, with the head that this phone's own batch ends in.
#[test]
fn r8_1_nothing_is_ever_called_sent_but_what_was_acknowledged() {
    type Comes = fn(&mut Bench, &Request) -> Vec<Output>;
    let vouched = |change: fn(&mut SyncAnswer)| {
        move |bench: &mut Bench, request: &Request| {
            let mut answer = accepting(request);
            change(&mut answer);
            bench.answer(request, 200, encode(&answer))
        }
    };
    let unvouched: [Comes; 6] = [
        |bench, _| bench.step(Input::NoAnswer),
        // Right in every word, and nobody vouches for it.
        |bench, request| {
            bench.step(Input::Answered {
                status: 200,
                body: encode(&accepting(request)),
                mac: None,
            })
        },
        |bench, request| {
            bench.step(Input::Answered {
                status: 200,
                body: encode(&accepting(request)),
                mac: Some("00".repeat(32)),
            })
        },
        // The right word for another status.
        |bench, request| {
            let body = encode(&accepting(request));
            let mac = bench.token.answer_mac(&request.nonce, 202, &body);
            let mac = Some(data_encoding::HEXLOWER.encode(&mac));
            bench.step(Input::Answered {
                status: 200,
                body,
                mac,
            })
        },
        |bench, request| bench.refuse(request, &Refusal::new(RefusalCode::DiskFull)),
        |bench, request| bench.answer(request, 200, b"taken".to_vec()),
    ];
    let others = [
        vouched(|answer| answer.heads.clear()),
        // Another batch stands there, or another log's.
        vouched(|answer| answer.heads[0].hash = [7; 32]),
        vouched(|answer| answer.heads[0].log = LogId([8; 8])),
        vouched(|answer| answer.heads[0].seq = 0),
    ];
    let acknowledged = |outputs: &[Output]| {
        let is = |output: &Output| matches!(output, Output::Acknowledged { .. });
        outputs.iter().any(is)
    };
    let judge = |n: usize, come: &dyn Fn(&mut Bench, &Request) -> Vec<Output>| {
        let mut bench = bench(3);
        let request = bench.request();
        let outputs = come(&mut bench, &request);
        assert!(!acknowledged(&outputs), "{n}");
        assert_eq!(bench.session.status().waiting, 3, "{n}");
    };
    for (n, come) in unvouched.iter().enumerate() {
        judge(n, come);
    }
    for (n, come) in others.iter().enumerate() {
        judge(unvouched.len() + n, come);
    }
    let mut bench = bench(3);
    let request = bench.request();
    assert_eq!(bench.session.status().waiting, 3, "on its way");
    let outputs = bench.accept(&request);
    assert!(acknowledged(&outputs));
    assert_eq!(bench.session.status().waiting, 0);
}
