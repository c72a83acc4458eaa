//! Start codes: making, listing and revoking them, and keeping their campaigns to their quotas.
//!
//! Campaigns of one code that store or join at the very same moment may come to a little more
//! than the quota together; the next is refused.

use super::super::Db;
use super::{signed, unsigned};
use crate::endpoint::ledger::room::Room;
use crate::endpoint::ledger::start_code::{EXAMPLE, NewStartCode, StartCode, StartQuota, day_of};
use crate::endpoint::ledger::{Error, Result};
use crate::sync::wire::RefusalCode;

const OVER_QUOTA: Error = Error::Refused(RefusalCode::OverQuota);

/// The oldest code that holds and is not the example's; `fresh`, labelled `first`, where there never was any.
pub async fn first(db: &mut Db, fresh: &str, now: i64) -> Result<Option<String>> {
    let count: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM start_codes")
        .fetch_one(&mut *db)
        .await?;
    if count == 0 {
        let new = NewStartCode {
            code: fresh.to_string(),
            label: "first".to_string(),
            quota: StartQuota::default(),
            now,
        };
        add(db, &new).await?;
    }
    Ok(sqlx::query_scalar(
        "SELECT code FROM start_codes WHERE NOT revoked AND label <> $1 ORDER BY key LIMIT 1",
    )
    .bind(EXAMPLE)
    .fetch_optional(db)
    .await?)
}

/// Makes one; answers whether its label was free.
pub async fn add(db: &mut Db, new: &NewStartCode) -> Result<bool> {
    let added = sqlx::query(
        "INSERT INTO start_codes (code, label, made, most_bytes, most_devices, most_events)
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
    )
    .bind(&new.code)
    .bind(&new.label)
    .bind(new.now)
    .bind(new.quota.bytes.map(signed))
    .bind(new.quota.devices.map(i64::from))
    .bind(new.quota.events.map(signed))
    .execute(db)
    .await?;
    Ok(added.rows_affected() == 1)
}

/// Gives the one of this label another quota, in what is given; answers whether there is one.
pub async fn change(db: &mut Db, label: &str, quota: &StartQuota) -> Result<bool> {
    let changed = sqlx::query(
        "UPDATE start_codes SET most_bytes = COALESCE($2, most_bytes),
             most_devices = COALESCE($3, most_devices), most_events = COALESCE($4, most_events)
         WHERE label = $1",
    )
    .bind(label)
    .bind(quota.bytes.map(signed))
    .bind(quota.devices.map(i64::from))
    .bind(quota.events.map(signed))
    .execute(db)
    .await?;
    Ok(changed.rows_affected() == 1)
}

/// Revokes the one of this label; answers whether there is one.
pub async fn revoke(db: &mut Db, label: &str) -> Result<bool> {
    let revoked = sqlx::query("UPDATE start_codes SET revoked = TRUE WHERE label = $1")
        .bind(label)
        .execute(db)
        .await?;
    Ok(revoked.rows_affected() == 1)
}

pub async fn list(db: &mut Db) -> Result<Vec<StartCode>> {
    type Made = (i64, String, String, i64, bool);
    type Quota = (Option<i64>, Option<i64>, Option<i64>);
    let made: Vec<Made> =
        sqlx::query_as("SELECT key, code, label, made, revoked FROM start_codes ORDER BY key")
            .fetch_all(&mut *db)
            .await?;
    let mut codes = Vec::with_capacity(made.len());
    for (key, code, label, made, revoked) in made {
        let (bytes, devices, events): Quota = sqlx::query_as(
            "SELECT most_bytes, most_devices, most_events FROM start_codes WHERE key = $1",
        )
        .bind(key)
        .fetch_one(&mut *db)
        .await?;
        let devices = devices
            .map(|most| u32::try_from(unsigned(most)?).map_err(|_| broken()))
            .transpose()?;
        let quota = StartQuota {
            bytes: bytes.map(unsigned).transpose()?,
            devices,
            events: events.map(unsigned).transpose()?,
        };
        let blank = StartCode {
            key,
            code,
            label,
            made,
            revoked,
            quota,
            campaigns: 0,
            devices: 0,
            bytes: 0,
            events: (0, 0),
            last_heard: None,
        };
        codes.push(with_use(db, blank).await?);
    }
    Ok(codes)
}

fn broken() -> Error {
    Error::Broken("a stored quota is too large".into())
}

/// The same with what its campaigns have.
async fn with_use(db: &mut Db, code: StartCode) -> Result<StartCode> {
    let (campaigns, bytes): (i64, i64) = sqlx::query_as(
        "SELECT COUNT(*), CAST(COALESCE(SUM(bytes), 0) AS BIGINT)
         FROM campaigns WHERE start_code = $1",
    )
    .bind(code.key)
    .fetch_one(&mut *db)
    .await?;
    let (devices, last_heard): (i64, Option<i64>) = sqlx::query_as(
        "SELECT COUNT(*), MAX(last_heard) FROM devices
         WHERE campaign IN (SELECT key FROM campaigns WHERE start_code = $1)",
    )
    .bind(code.key)
    .fetch_one(&mut *db)
    .await?;
    let (day, events): (i64, i64) =
        sqlx::query_as("SELECT day, events FROM start_codes WHERE key = $1")
            .bind(code.key)
            .fetch_one(db)
            .await?;
    Ok(StartCode {
        campaigns: unsigned(campaigns)?,
        devices: unsigned(devices)?,
        bytes: unsigned(bytes)?,
        events: (day, unsigned(events)?),
        last_heard,
        ..code
    })
}

/// Whether a code holds at this moment.
pub async fn holds(db: &mut Db, key: i64) -> Result<bool> {
    Ok(
        sqlx::query_scalar("SELECT NOT revoked FROM start_codes WHERE key = $1")
            .bind(key)
            .fetch_optional(db)
            .await?
            .unwrap_or(false),
    )
}

/// How many bytes the campaigns of this campaign's code may have together, and how many events they
/// may send a day.
pub async fn quota_of(db: &mut Db, campaign: i64) -> Result<(Option<u64>, Option<u64>)> {
    let quota: Option<(Option<i64>, Option<i64>)> = sqlx::query_as(
        "SELECT most_bytes, most_events FROM start_codes
         WHERE key = (SELECT start_code FROM campaigns WHERE key = $1)",
    )
    .bind(campaign)
    .fetch_optional(db)
    .await?;
    let (bytes, events) = quota.unwrap_or_default();
    Ok((
        bytes.map(unsigned).transpose()?,
        events.map(unsigned).transpose()?,
    ))
}

/// Whether the campaigns of this campaign's code together have no more bytes than its quota.
pub async fn within_bytes(db: &mut Db, campaign: i64, room: Room) -> Result<()> {
    let (Some(most), _) = quota_of(db, campaign).await? else {
        return Ok(());
    };
    let stored: i64 = sqlx::query_scalar(
        "SELECT CAST(COALESCE(SUM(bytes), 0) AS BIGINT) FROM campaigns
         WHERE start_code = (SELECT start_code FROM campaigns WHERE key = $1)",
    )
    .bind(campaign)
    .fetch_one(db)
    .await?;
    if unsigned(stored)? > room.of(most) {
        return Err(OVER_QUOTA);
    }
    Ok(())
}

/// Whether the campaigns of this campaign's code together may have one device more.
pub async fn one_device_more(db: &mut Db, campaign: i64, room: Room) -> Result<()> {
    let limited: Option<(i64, i64)> = sqlx::query_as(
        "SELECT s.most_devices,
             (SELECT COUNT(*) FROM devices d JOIN campaigns a ON a.key = d.campaign
              WHERE a.start_code = s.key)
         FROM campaigns c JOIN start_codes s ON s.key = c.start_code
         WHERE c.key = $1 AND s.most_devices IS NOT NULL",
    )
    .bind(campaign)
    .fetch_optional(db)
    .await?;
    match limited {
        Some((most, there)) if unsigned(there)? >= room.of(unsigned(most)?) => Err(OVER_QUOTA),
        _ => Ok(()),
    }
}

/// Counts events that a campaign is about to store, today.
pub async fn count_events(
    db: &mut Db,
    campaign: i64,
    events: u64,
    room: Room,
    now: i64,
) -> Result<()> {
    let counted: Option<(i64, Option<i64>)> = sqlx::query_as(
        "UPDATE start_codes
         SET events = $2 + CASE WHEN day = $3 THEN events ELSE 0 END, day = $3
         WHERE key = (SELECT start_code FROM campaigns WHERE key = $1)
         RETURNING events, most_events",
    )
    .bind(campaign)
    .bind(signed(events))
    .bind(day_of(now))
    .fetch_optional(db)
    .await?;
    match counted {
        Some((today, Some(most))) if unsigned(today)? > room.of(unsigned(most)?) => Err(OVER_QUOTA),
        _ => Ok(()),
    }
}
