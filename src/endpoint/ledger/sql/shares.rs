//! What each person sends on a day.

use super::{Db, signed, start_codes, unsigned};
use crate::endpoint::ledger::room::{Sent, Share};
use crate::endpoint::ledger::start_code::day_of;
use crate::endpoint::ledger::{Error, Result};
use crate::sync::wire::RefusalCode;

/// Counts what a person is about to have stored, today.
pub async fn take(db: &mut Db, campaign: i64, share: &Share, sent: Sent, now: i64) -> Result<()> {
    let (bytes, events, invites): (i64, i64, i64) = sqlx::query_as(
        "INSERT INTO shares (campaign, person, day, bytes, events, invites)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (campaign, person) DO UPDATE SET
             bytes = excluded.bytes
                 + CASE WHEN shares.day = excluded.day THEN shares.bytes ELSE 0 END,
             events = excluded.events
                 + CASE WHEN shares.day = excluded.day THEN shares.events ELSE 0 END,
             invites = excluded.invites
                 + CASE WHEN shares.day = excluded.day THEN shares.invites ELSE 0 END,
             day = excluded.day
         RETURNING bytes, events, invites",
    )
    .bind(campaign)
    .bind(&share.person.0[..])
    .bind(day_of(now))
    .bind(signed(sent.bytes))
    .bind(signed(sent.events))
    .bind(signed(sent.invites))
    .fetch_one(&mut *db)
    .await?;
    let today = Sent {
        bytes: unsigned(bytes)?,
        events: unsigned(events)?,
        invites: unsigned(invites)?,
    };
    let (most_bytes, most_events) = start_codes::quota_of(db, campaign).await?;
    if share.within(most_bytes, most_events).covers(today) {
        Ok(())
    } else {
        Err(Error::Refused(RefusalCode::OverQuota))
    }
}
