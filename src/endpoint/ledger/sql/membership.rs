//! Members, their grants, and epochs.

use std::collections::BTreeSet;

use super::{Db, certificates, fixed, invites};
use crate::endpoint::ledger::room::Room;
use crate::endpoint::ledger::{Error, Member, Membership, NewGrant, NextEpoch, Result, Standing};
use crate::sync::certificate::{CertificateId, SignedCertificate};
use crate::sync::epoch::EpochId;
use crate::sync::wire::RefusalCode;

const EPOCH_MOVED: Error = Error::Refused(RefusalCode::EpochMoved);

pub async fn members(db: &mut Db, campaign: i64) -> Result<Membership> {
    type DeviceRow = (Vec<u8>, Vec<u8>, bool, i64, Option<i64>);
    let devices: Vec<DeviceRow> = sqlx::query_as(
        "SELECT subject, newest, revoked, joined, last_heard FROM devices
         WHERE campaign = $1 ORDER BY joined, subject",
    )
    .bind(campaign)
    .fetch_all(&mut *db)
    .await?;
    let invite_rows: Vec<(Vec<u8>, bool, i64)> = sqlx::query_as(
        "SELECT certificate, revoked, uses_left FROM invites
         WHERE campaign = $1 ORDER BY certificate",
    )
    .bind(campaign)
    .fetch_all(&mut *db)
    .await?;
    let mut members = Vec::new();
    let mut ids = Vec::new();
    for (subject, newest, revoked, joined, last_heard) in devices {
        let (subject, newest) = (
            CertificateId(fixed(subject)?),
            CertificateId(fixed(newest)?),
        );
        ids.extend([subject, newest]);
        members.push(Member::Device {
            subject,
            newest,
            revoked,
            joined,
            last_heard,
        });
    }
    for (subject, revoked, uses_left) in invite_rows {
        let subject = CertificateId(fixed(subject)?);
        ids.push(subject);
        members.push(Member::Invite {
            subject,
            revoked,
            uses_left: invites::uses(uses_left)?,
        });
    }
    let (chain, _) = certificates::lines(db, campaign, &ids).await?;
    Ok(Membership { members, chain })
}

async fn epoch(db: &mut Db, campaign: i64) -> Result<EpochId> {
    let epoch: Vec<u8> = sqlx::query_scalar("SELECT epoch FROM campaigns WHERE key = $1")
        .bind(campaign)
        .fetch_one(db)
        .await?;
    Ok(EpochId(fixed(epoch)?))
}

pub async fn grant(
    db: &mut Db,
    campaign: i64,
    newest: EpochId,
    grants: &[NewGrant],
    room: Room,
) -> Result<()> {
    if epoch(db, campaign).await? != newest {
        return Err(EPOCH_MOVED);
    }
    for grant in grants {
        leave(db, campaign, grant, room).await?;
    }
    Ok(())
}

/// Leaves one grant for a device or an invite that still holds. A device's grants are numbered by the
/// clock, so that one brought back from a backup gives no number twice.
async fn leave(db: &mut Db, campaign: i64, grant: &NewGrant, room: Room) -> Result<()> {
    let standing = certificates::standing(db, campaign, grant.subject).await?;
    let left = match standing {
        Standing::Device(subject) if subject == grant.subject => {
            if let Some(newer) = &grant.certificate {
                newest(db, campaign, subject, newer, room).await?;
            }
            sqlx::query(
                "UPDATE devices SET grant_sealed = $1, grant_number =
                     CASE WHEN grant_number < $4 THEN $4 ELSE grant_number + 1 END
                 WHERE campaign = $2 AND subject = $3 AND NOT revoked",
            )
        }
        Standing::Invite => sqlx::query(
            "UPDATE invites SET grant_sealed = $1
             WHERE campaign = $2 AND certificate = $3 AND NOT revoked AND uses_left > 0",
        ),
        _ => return Err(EPOCH_MOVED),
    }
    .bind(&grant.sealed)
    .bind(campaign)
    .bind(&grant.subject.0[..]);
    let left = match standing {
        Standing::Device(_) => left.bind(grant.left),
        _ => left,
    };
    let left = left.execute(db).await?;
    if left.rows_affected() == 1 {
        Ok(())
    } else {
        Err(EPOCH_MOVED)
    }
}

/// Makes a certificate the device's newest.
async fn newest(
    db: &mut Db,
    campaign: i64,
    subject: CertificateId,
    newer: &SignedCertificate,
    room: Room,
) -> Result<()> {
    if certificates::is_revoked(db, campaign, newer.id()).await? {
        return Err(EPOCH_MOVED);
    }
    certificates::keep_of_device(db, campaign, newer, subject, room).await?;
    sqlx::query("UPDATE devices SET newest = $1 WHERE campaign = $2 AND subject = $3")
        .bind(&newer.id().0[..])
        .bind(campaign)
        .bind(&subject.0[..])
        .execute(db)
        .await?;
    Ok(())
}

pub async fn begin_epoch(db: &mut Db, campaign: i64, next: &NextEpoch) -> Result<()> {
    let holding: Vec<Vec<u8>> = sqlx::query_scalar(
        "SELECT subject FROM devices WHERE campaign = $1 AND NOT revoked
         UNION ALL
         SELECT certificate FROM invites
         WHERE campaign = $1 AND NOT revoked AND uses_left > 0",
    )
    .bind(campaign)
    .fetch_all(&mut *db)
    .await?;
    let holding: BTreeSet<CertificateId> = holding
        .into_iter()
        .map(|id| fixed(id).map(CertificateId))
        .collect::<Result<_>>()?;
    if epoch(db, campaign).await? != next.replaces || holding != next.seen {
        return Err(EPOCH_MOVED);
    }
    sqlx::query("UPDATE campaigns SET epoch = $1 WHERE key = $2")
        .bind(&next.epoch.0[..])
        .bind(campaign)
        .execute(&mut *db)
        .await?;
    for (place, recovery) in (0_i64..).zip(&next.recovery) {
        sqlx::query("UPDATE keyholders SET recovery = $1 WHERE campaign = $2 AND place = $3")
            .bind(recovery)
            .bind(campaign)
            .bind(place)
            .execute(&mut *db)
            .await?;
    }
    for grant in &next.grants {
        leave(db, campaign, grant, next.room).await?;
    }
    Ok(())
}
