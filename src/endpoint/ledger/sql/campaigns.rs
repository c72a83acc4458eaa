//! Campaigns: starting, finding and ending them.

use super::{Db, certificates, devices, fixed, signed, start_codes, unsigned};
use crate::endpoint::ledger::room::Room;
use crate::endpoint::ledger::{Campaign, Error, NewCampaign, NewDevice, Result};
use crate::sync::certificate::CampaignId;
use crate::sync::epoch::EpochId;
use crate::sync::wire::RefusalCode;

/// Devices of an ended campaign are told so for this long, in seconds.
const REMEMBERED: i64 = 90 * 24 * 60 * 60;

/// A campaign's row: key, id, end, epoch, whether it was handed over.
pub type Row = (i64, Vec<u8>, i64, Vec<u8>, bool);

/// A campaign from its row.
pub fn read((key, id, ends, epoch, closed): Row) -> Result<Campaign> {
    Ok(Campaign {
        key,
        id: CampaignId(fixed(id)?),
        ends,
        epoch: EpochId(fixed(epoch)?),
        closed,
    })
}

pub async fn by_id(db: &mut Db, id: CampaignId) -> Result<Option<Campaign>> {
    let row: Option<Row> =
        sqlx::query_as("SELECT key, id, ends, epoch, closed FROM campaigns WHERE id = $1")
            .bind(&id.0[..])
            .fetch_optional(db)
            .await?;
    row.map(read).transpose()
}

pub async fn found(db: &mut Db, name: &[u8; 32]) -> Result<Option<(Campaign, Vec<u8>)>> {
    type Found = (i64, Vec<u8>, i64, Vec<u8>, bool, Vec<u8>);
    let row: Option<Found> = sqlx::query_as(
        "SELECT key, id, ends, epoch, closed, recovery
         FROM keyholders JOIN campaigns ON key = campaign WHERE name = $1",
    )
    .bind(&name[..])
    .fetch_optional(db)
    .await?;
    row.map(|(key, id, ends, epoch, closed, recovery)| {
        Ok((read((key, id, ends, epoch, closed))?, recovery))
    })
    .transpose()
}

pub async fn start(db: &mut Db, new: &NewCampaign, organiser: &NewDevice) -> Result<()> {
    if let Some(campaign) = by_id(db, new.id).await? {
        // The answer was lost on its way; the same organiser's device gets another token.
        let subject = organiser.certificate.id();
        super::alone(db, campaign.key).await?;
        return devices::join_again(db, campaign.key, subject, organiser).await;
    }
    if !start_codes::holds(db, new.start_code).await? {
        return Err(Error::Refused(RefusalCode::WrongStartCode));
    }
    let count: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM campaigns")
        .fetch_one(&mut *db)
        .await?;
    if count >= i64::from(new.most) {
        return Err(Error::Refused(RefusalCode::OverQuota));
    }
    let campaign: i64 = sqlx::query_scalar(
        "INSERT INTO campaigns (id, ends, epoch, chain, start_code)
         VALUES ($1, $2, $3, $4, $5) RETURNING key",
    )
    .bind(&new.id.0[..])
    .bind(new.ends)
    .bind(&new.epoch.0[..])
    .bind(&[0_u8; 32][..])
    .bind(new.start_code)
    .fetch_one(&mut *db)
    .await?;
    certificates::keep(db, campaign, &new.root, organiser.room).await?;
    for (place, (name, recovery)) in (0_i64..).zip(&new.keyholders) {
        let kept = sqlx::query(
            "INSERT INTO keyholders (name, campaign, place, recovery) VALUES ($1, $2, $3, $4)
             ON CONFLICT DO NOTHING",
        )
        .bind(&name[..])
        .bind(campaign)
        .bind(place)
        .bind(recovery)
        .execute(&mut *db)
        .await?;
        if kept.rows_affected() == 0 {
            return Err(Error::Refused(RefusalCode::Exists));
        }
    }
    devices::add(db, campaign, organiser).await
}

/// Counts bytes that a campaign is about to store.
pub async fn take_room(db: &mut Db, campaign: i64, bytes: u64, room: Room) -> Result<()> {
    let stored: i64 = sqlx::query_scalar(
        "UPDATE campaigns SET bytes = bytes + $1 WHERE key = $2 RETURNING bytes",
    )
    .bind(signed(bytes))
    .bind(campaign)
    .fetch_one(&mut *db)
    .await?;
    if unsigned(stored)? > room.of(room.bytes) {
        return Err(Error::Refused(RefusalCode::OverQuota));
    }
    start_codes::within_bytes(db, campaign, room).await
}

/// Puts the end later.
pub async fn extend(db: &mut Db, campaign: i64, until: i64) -> Result<()> {
    sqlx::query("UPDATE campaigns SET ends = $1 WHERE key = $2 AND ends < $1")
        .bind(until)
        .bind(campaign)
        .execute(db)
        .await?;
    Ok(())
}

/// Takes nothing new from now on, by this word.
pub async fn close(db: &mut Db, campaign: i64, closing: &[u8]) -> Result<()> {
    sqlx::query("UPDATE campaigns SET closed = TRUE, closing = $1 WHERE key = $2")
        .bind(closing)
        .bind(campaign)
        .execute(db)
        .await?;
    Ok(())
}

/// By which word nothing new is taken. Of a campaign that was handed over before these were kept there is none.
pub async fn closing(db: &mut Db, campaign: i64) -> Result<Option<Vec<u8>>> {
    let kept: Option<Option<Vec<u8>>> =
        sqlx::query_scalar("SELECT closing FROM campaigns WHERE key = $1")
            .bind(campaign)
            .fetch_optional(db)
            .await?;
    Ok(kept.flatten())
}

/// Deletes what has ended.
pub async fn sweep(db: &mut Db, now: i64) -> Result<u64> {
    sqlx::query(
        "INSERT INTO ended (token, at)
         SELECT token, ends FROM devices JOIN campaigns ON key = campaign WHERE ends <= $1
         ON CONFLICT DO NOTHING",
    )
    .bind(now)
    .execute(&mut *db)
    .await?;
    sqlx::query("DELETE FROM ended WHERE at <= $1")
        .bind(now.saturating_sub(REMEMBERED))
        .execute(&mut *db)
        .await?;
    let gone = sqlx::query("DELETE FROM campaigns WHERE ends <= $1")
        .bind(now)
        .execute(db)
        .await?;
    Ok(gone.rows_affected())
}
