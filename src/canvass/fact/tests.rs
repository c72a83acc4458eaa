//! Bodies that read back, and those that do not.

use super::*;

#[test]
fn a_body_reads_back_and_a_byte_more_or_less_is_refused() {
    let knock = Fact::Knock {
        outcome: Outcome::Spoke,
        by: Some("Rhian".into()),
        when: None,
    };
    let body = knock.body();
    assert_eq!(Fact::read(Kind::KNOCK, &body), Ok(Some(knock)));
    assert_eq!(
        Fact::read(Kind::KNOCK, &body[..body.len() - 1]),
        Err(MalformedBody)
    );
    let longer = [body.as_slice(), &[0]].concat();
    assert_eq!(Fact::read(Kind::KNOCK, &longer), Err(MalformedBody));
}

#[test]
fn a_kind_from_the_future_is_no_error() {
    assert_eq!(Fact::read(Kind(9_999), &[1, 2, 3]), Ok(None));
}
