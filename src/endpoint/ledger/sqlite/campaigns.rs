//! Campaigns: starting, finding and ending them.

use sqlx::SqliteConnection;

use super::{certificates, devices, fixed, signed, unsigned};
use crate::endpoint::ledger::{Campaign, Error, NewCampaign, NewDevice, Result};
use crate::sync::certificate::CampaignId;
use crate::sync::epoch::EpochId;
use crate::sync::wire::RefusalCode;

/// Devices of an ended campaign are told so for this long, in seconds.
const REMEMBERED: i64 = 90 * 24 * 60 * 60;

/// A campaign's row: key, id, end, epoch.
pub type Row = (i64, Vec<u8>, i64, Vec<u8>);

/// A campaign from its row.
pub fn read((key, id, ends, epoch): Row) -> Result<Campaign> {
    Ok(Campaign {
        key,
        id: CampaignId(fixed(id)?),
        ends,
        epoch: EpochId(fixed(epoch)?),
    })
}

pub async fn start_code(db: &mut SqliteConnection, fresh: &str) -> Result<String> {
    let code = sqlx::query_scalar("SELECT code FROM start_code")
        .fetch_optional(&mut *db)
        .await?;
    if let Some(code) = code {
        return Ok(code);
    }
    sqlx::query("INSERT INTO start_code (code) VALUES (?)")
        .bind(fresh)
        .execute(db)
        .await?;
    Ok(fresh.to_string())
}

pub async fn by_id(db: &mut SqliteConnection, id: CampaignId) -> Result<Option<Campaign>> {
    let row: Option<Row> =
        sqlx::query_as("SELECT key, id, ends, epoch FROM campaigns WHERE id = ?")
            .bind(&id.0[..])
            .fetch_optional(db)
            .await?;
    row.map(read).transpose()
}

pub async fn found(
    db: &mut SqliteConnection,
    name: &[u8; 32],
) -> Result<Option<(Campaign, Vec<u8>)>> {
    type Found = (i64, Vec<u8>, i64, Vec<u8>, Vec<u8>);
    let row: Option<Found> = sqlx::query_as(
        "SELECT key, id, ends, epoch, recovery
         FROM keyholders JOIN campaigns ON key = campaign WHERE name = ?",
    )
    .bind(&name[..])
    .fetch_optional(db)
    .await?;
    row.map(|(key, id, ends, epoch, recovery)| Ok((read((key, id, ends, epoch))?, recovery)))
        .transpose()
}

pub async fn start(
    db: &mut SqliteConnection,
    new: &NewCampaign,
    organiser: &NewDevice,
) -> Result<()> {
    if let Some(campaign) = by_id(db, new.id).await? {
        // The answer was lost on its way; the same organiser's device gets another token.
        let subject = organiser.certificate.id();
        return devices::join_again(db, campaign.key, subject, organiser).await;
    }
    let count: u32 = sqlx::query_scalar("SELECT COUNT(*) FROM campaigns")
        .fetch_one(&mut *db)
        .await?;
    if count >= new.most {
        return Err(Error::Refused(RefusalCode::OverQuota));
    }
    let campaign: i64 = sqlx::query_scalar(
        "INSERT INTO campaigns (id, ends, epoch, chain) VALUES (?, ?, ?, ?) RETURNING key",
    )
    .bind(&new.id.0[..])
    .bind(new.ends)
    .bind(&new.epoch.0[..])
    .bind(&[0; 32][..])
    .fetch_one(&mut *db)
    .await?;
    certificates::keep(db, campaign, &new.root, organiser.most_bytes).await?;
    for (place, (name, recovery)) in (0_i64..).zip(&new.keyholders) {
        let kept = sqlx::query(
            "INSERT INTO keyholders (name, campaign, place, recovery) VALUES (?, ?, ?, ?)
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
pub async fn take_room(
    db: &mut SqliteConnection,
    campaign: i64,
    bytes: u64,
    most: u64,
) -> Result<()> {
    let stored: i64 =
        sqlx::query_scalar("UPDATE campaigns SET bytes = bytes + ? WHERE key = ? RETURNING bytes")
            .bind(signed(bytes))
            .bind(campaign)
            .fetch_one(db)
            .await?;
    if unsigned(stored)? > most {
        return Err(Error::Refused(RefusalCode::OverQuota));
    }
    Ok(())
}

/// Puts the end later.
pub async fn extend(db: &mut SqliteConnection, campaign: i64, until: i64) -> Result<()> {
    sqlx::query("UPDATE campaigns SET ends = MAX(ends, ?) WHERE key = ?")
        .bind(until)
        .bind(campaign)
        .execute(db)
        .await?;
    Ok(())
}

/// Deletes what has ended.
pub async fn sweep(db: &mut SqliteConnection, now: i64) -> Result<u64> {
    sqlx::query(
        "INSERT OR IGNORE INTO ended (token, at)
         SELECT token, ends FROM devices JOIN campaigns ON key = campaign WHERE ends <= ?",
    )
    .bind(now)
    .execute(&mut *db)
    .await?;
    sqlx::query("DELETE FROM ended WHERE at <= ?")
        .bind(now.saturating_sub(REMEMBERED))
        .execute(&mut *db)
        .await?;
    let gone = sqlx::query("DELETE FROM campaigns WHERE ends <= ?")
        .bind(now)
        .execute(db)
        .await?;
    Ok(gone.rows_affected())
}
