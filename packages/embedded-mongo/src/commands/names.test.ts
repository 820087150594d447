import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Long, MongoClient, UUID, type Db, type Document, type MongoServerError } from 'mongodb'
import { startEmbeddedMongo, type EmbeddedMongo } from '../index'

/** MongoDB 7.0's names, from its manual ("Operators", "Database Commands"). What the README lists works; all others are refused by name. */
const words = (text: string): string[] => text.trim().split(/\s+/)
const readme = readFileSync(join(__dirname, '..', '..', 'README.md'), 'utf8')
function listed(title: string): Set<string> {
  const [, list] = new RegExp(`^- \\*\\*${title}\\*\\*[^\`]*\`([^\`]+)\``, 'm').exec(readme)!
  return new Set(words(list!))
}

let server: EmbeddedMongo
let client: MongoClient
let db: Db
beforeAll(async () => {
  server = await startEmbeddedMongo()
  client = await MongoClient.connect(server.uri)
  db = client.db('names')
  await db.createCollection('old')
  await db.collection<Document>('c').insertOne({ _id: 1, n: 5, l: [1, 2], s: 'ab', d: new Date(0), o: { k: 1 } } as never)
})
afterAll(async () => {
  await client.close()
  await server.stop()
})

const refusalOf = (command: Document): Promise<string | undefined> => (command.dropDatabase ? client.db('gone') : db).command(command).then(
  (reply) => (reply.writeErrors as Document[] | undefined)?.[0]?.errmsg as string | undefined,
  (error: MongoServerError) => error.message,
)

/** A use of each name that is right where the plain one (`{ [name]: 1 }`) is not. */
function check(title: string, names: string, right: Record<string, unknown>, command: (name: string, argument: unknown) => Document): void {
  const known = listed(title)
  const all = new Set([...words(names), ...known])
  test.each([...all])(`${title}: %s`, async (name) => {
    const refusal = await refusalOf(command(name, name in right ? right[name] : 1))
    if (known.has(name)) expect(refusal).toBeUndefined()
    else expect(refusal).toContain(name)
  })
}

const pair = [{ $literal: 1 }, 1]
const group = { _id: null }
const lists = { input: [1, 2], in: '$$this' }

check('Stages', `
  $addFields $bucket $bucketAuto $changeStream $changeStreamSplitLargeEvent $collStats $count $currentOp $densify $documents $facet $fill $geoNear
  $graphLookup $group $indexStats $limit $listLocalSessions $listSampledQueries $listSearchIndexes $listSessions $lookup $match $merge $out
  $planCacheStats $project $redact $replaceRoot $replaceWith $sample $search $searchMeta $set $setWindowFields $shardedDataDistribution $skip $sort
  $sortByCount $unionWith $unset $unwind $vectorSearch
`, {
  $match: {}, $sort: { a: 1 }, $group: group, $project: { a: 1 }, $addFields: { a: 1 }, $set: { a: 1 }, $unset: 'a', $unwind: '$a', $replaceRoot: { newRoot: {} },
  $replaceWith: {}, $count: 'n', $documents: [{}], $listLocalSessions: {}, $out: 'out', $merge: 'out',
}, (name, argument) => ({ aggregate: ['$documents', '$listLocalSessions'].includes(name) ? 1 : 'c', pipeline: [{ [name]: argument }], cursor: {} }))

const TOP = new Set(['$and', '$or', '$nor', '$expr', '$comment', '$jsonSchema', '$text', '$where', '$sampleRate', '$alwaysTrue', '$alwaysFalse', '$rand'])
check('Queries', `
  $eq $gt $gte $in $lt $lte $ne $nin $and $not $nor $or $exists $type $expr $jsonSchema $mod $regex $options $text $where $geoIntersects $geoWithin $near
  $nearSphere $box $center $centerSphere $geometry $maxDistance $minDistance $polygon $within $uniqueDocs $all $elemMatch $size $bitsAllClear $bitsAllSet
  $bitsAnyClear $bitsAnySet $rand $comment $sampleRate $alwaysTrue $alwaysFalse $meta
`, {
  $and: [{}], $or: [{}], $nor: [{}], $in: [1], $nin: [1], $all: [1], $not: { $eq: 1 }, $mod: [2, 1], $regex: 'a', $elemMatch: { $eq: 1 }, $expr: true,
}, (name, argument) => ({ find: 'c', filter: TOP.has(name) ? { [name]: argument } : { n: name === '$options' ? { $regex: 'a', $options: 'i' } : { [name]: argument } } }))

check('Updates', '$currentDate $inc $min $max $mul $rename $set $setOnInsert $unset $addToSet $pop $pull $push $pullAll $bit $pushAll $isolated $addFields', {
  $currentDate: { t: true }, $rename: { x: 'y' }, $addToSet: { l: 1 }, $pop: { l: 1 }, $pull: { l: 1 }, $push: { l: 1 }, $pullAll: { l: [1] }, $bit: { n: { or: 1 } },
}, (name, argument) => ({ update: 'c', updates: [{ q: {}, u: { [name]: argument === 1 ? { n: 1 } : argument } }] }))

check('Accumulators', `
  $accumulator $addToSet $avg $bottom $bottomN $count $first $firstN $last $lastN $max $maxN $median $mergeObjects $min $minN $percentile $push
  $stdDevPop $stdDevSamp $sum $top $topN
`, { $count: {}, $mergeObjects: '$o' }, (name, argument) => ({ aggregate: 'c', pipeline: [{ $group: { ...group, v: { [name]: argument } } }], cursor: {} }))

check('Expressions', `
  $abs $accumulator $acos $acosh $add $allElementsTrue $and $anyElementTrue $arrayElemAt $arrayToObject $asin $asinh $atan $atan2 $atanh $avg
  $binarySize $bitAnd $bitNot $bitOr $bitXor $bsonSize $ceil $cmp $concat $concatArrays $cond $convert $cos $cosh $covariancePop $covarianceSamp
  $dateAdd $dateDiff $dateFromParts $dateFromString $dateSubtract $dateToParts $dateToString $dateTrunc $dayOfMonth $dayOfWeek $dayOfYear
  $degreesToRadians $denseRank $derivative $divide $documentNumber $eq $exp $expMovingAvg $filter $first $firstN $floor $function $getField $gt $gte
  $hour $ifNull $in $indexOfArray $indexOfBytes $indexOfCP $integral $isArray $isNumber $isoDayOfWeek $isoWeek $isoWeekYear $last $lastN $let
  $linearFill $literal $ln $locf $log $log10 $lt $lte $ltrim $map $max $maxN $median $mergeObjects $meta $min $minN $millisecond $minute $mod $month
  $multiply $ne $not $objectToArray $or $percentile $pow $radiansToDegrees $rand $range $rank $reduce $regexFind $regexFindAll $regexMatch $replaceAll
  $replaceOne $reverseArray $round $rtrim $sampleRate $second $setDifference $setEquals $setField $setIntersection $setIsSubset $setUnion $shift $sin
  $sinh $size $slice $sortArray $split $sqrt $stdDevPop $stdDevSamp $strLenBytes $strLenCP $strcasecmp $substr $substrBytes $substrCP $subtract $sum
  $switch $tan $tanh $toBool $toDate $toDecimal $toDouble $toHashedIndexKey $toInt $toLong $toLower $toObjectId $toString $toUpper $trim $trunc
  $tsIncrement $tsSecond $type $unsetField $week $year $zip
`, {
  ...Object.fromEntries(words('$cmp $eq $ne $gt $gte $lt $lte $subtract $divide $mod $pow $log').map((name) => [name, pair])),
  ...Object.fromEntries(words(`
    $dayOfMonth $dayOfWeek $dayOfYear $hour $isoDayOfWeek $isoWeek $isoWeekYear $millisecond $minute $month $second $week $year $toDate
  `).map((name) => [name, '$d'])),
  ...Object.fromEntries(words('$size $first $last $reverseArray $allElementsTrue $anyElementTrue $concatArrays').map((name) => [name, '$l'])),
  ...Object.fromEntries(words('$concat $strLenBytes $strLenCP').map((name) => [name, '$s'])),
  ...Object.fromEntries(words('$dateAdd $dateSubtract').map((name) => [name, { startDate: '$d', unit: 'day', amount: 1 }])),
  ...Object.fromEntries(words('$ltrim $rtrim $trim').map((name) => [name, { input: '$s' }])),
  ...Object.fromEntries(words('$replaceAll $replaceOne').map((name) => [name, { input: '$s', find: 'a', replacement: 'b' }])),
  $in: [1, '$l'], $ifNull: ['$x', 1], $cond: [true, 1, 2], $switch: { branches: [], default: 1 }, $let: { vars: { x: 1 }, in: '$$x' }, $map: lists,
  $filter: { input: '$l', cond: true }, $reduce: { ...lists, initialValue: 0 }, $arrayElemAt: ['$l', 0], $slice: ['$l', 1], $range: [0, 3], $rand: {}, $mergeObjects: '$o',
  $setField: { field: 'a', input: '$o', value: 1 }, $unsetField: { field: 'k', input: '$o' }, $getField: 's', $objectToArray: '$o', $arrayToObject: [[['a', 1]]],
  $toLower: '$s', $toUpper: '$s', $regexMatch: { input: '$s', regex: 'a' }, $indexOfBytes: ['$s', 'b'], $split: ['$s', 'b'], $substrBytes: ['$s', 0, 1], $substrCP: ['$s', 0, 1],
  $dateDiff: { startDate: '$d', endDate: '$d', unit: 'day' }, $dateFromParts: { year: 2026 }, $dateFromString: { dateString: '2026-01-02T00:00:00Z' }, $dateToParts: { date: '$d' },
  $dateToString: { date: '$d' }, $dateTrunc: { date: '$d', unit: 'day' },
}, (name, argument) => ({ aggregate: 'c', pipeline: [{ $project: { v: { [name]: argument } } }], cursor: {} }))

check('Commands', `
  abortTransaction addShard aggregate analyze analyzeShardKey applyOps authenticate autoCompact balancerStatus buildInfo bulkWrite checkMetadataConsistency
  cloneCollectionAsCapped collMod collStats commitTransaction compact configureFailPoint connPoolStats connectionStatus convertToCapped
  coordinateCommitTransaction count create createIndexes createRole createUser currentOp dataSize dbHash dbStats delete distinct driverOIDTest drop
  dropConnections dropDatabase dropIndexes dropRole dropUser endSessions enableSharding eval explain features filemd5 find findAndModify fsync fsyncUnlock
  geoNear geoSearch getAuditConfig getCmdLineOpts getDefaultRWConcern getLastError getLog getMore getParameter getShardMap grantRolesToUser group hello hostInfo
  insert invalidateUserCache killAllSessions killCursors killOp killSessions listCollections listCommands listDatabases listIndexes listShards lockInfo
  logRotate logout mapReduce netstat parallelCollectionScan ping planCacheClear planCacheSetFilter profile reIndex refreshSessions renameCollection repairDatabase
  replSetGetStatus replSetInitiate resetError rolesInfo rotateCertificates saslStart serverStatus setClusterParameter setDefaultRWConcern
  setFeatureCompatibilityVersion setFreeMonitoring setIndexCommitQuorum setParameter setProfilingLevel shardCollection shutdown startSession top update
  updateSearchIndex updateUser usersInfo validate validateDBMetadata whatsmyuri
`, {
  aggregate: { pipeline: [], cursor: {} }, collMod: {}, createIndexes: { indexes: [{ key: { z: 1 }, name: 'z' }] }, delete: { deletes: [{ q: { x: 1 }, limit: 1 }] }, distinct: { key: 'n' },
  dropIndexes: { index: '*' }, endSessions: [{ id: new UUID() }], explain: { find: 'c' }, findAndModify: { query: { x: 1 }, remove: true }, insert: { documents: [{}] },
  killCursors: { cursors: [Long.fromNumber(5)] }, killSessions: [{ id: new UUID() }], update: { updates: [{ q: { x: 1 }, u: { $set: { a: 1 } } }] },
}, (name, argument) => {
  if (name === 'getMore') return { find: 'c', batchSize: 0 } // a cursor of its own is read in find.test.ts
  if (name === 'create' || name === 'drop') return { [name]: `fresh-${name}` }
  if (name === 'renameCollection') return { renameCollection: 'names.old', to: 'names.new' }
  if (argument === 1 || Array.isArray(argument)) return { [name]: /^(find|count|listIndexes|collStats|validate)$/.test(name) ? 'c' : argument }
  return name === 'explain' ? { explain: argument } : { [name]: 'c', ...(argument as Document) }
})

const OPTIONS: [string, Document, string][] = [
  ['find', { find: 'c' }, `
    collation min max returnKey showRecordId tailable awaitData oplogReplay noCursorTimeout encryptionInformation snapshot maxScan modifiers query orderby`],
  ['count', { count: 'c' }, 'collation fields let'],
  ['distinct', { distinct: 'c', key: 'n' }, 'collation let sort'],
  ['aggregate', { aggregate: 'c', pipeline: [], cursor: {} }, 'collation fromMongos needsMerge exchange encryptionInformation'],
  ['findAndModify', { findAndModify: 'c', remove: true }, 'collation returnNewDocument projection encryptionInformation'],
  ['insert', { insert: 'c', documents: [{}] }, 'collation let encryptionInformation'],
  ['update', { update: 'c', updates: [{ q: {}, u: { a: 1 } }] }, 'collation hint arrayFilters encryptionInformation'],
  ['delete', { delete: 'c', deletes: [{ q: {}, limit: 1 }] }, 'collation hint encryptionInformation'],
  ['create', { create: 'x' },
    'capped size max storageEngine collation indexOptionDefaults autoIndexId encryptedFields flags temp pipeline expireAfterSeconds'],
  ['createIndexes', { createIndexes: 'c', indexes: [{ key: { z: 1 }, name: 'z' }] }, 'commitQuorum collation'],
  ['collMod', { collMod: 'c' }, 'viewOn pipeline timeseries cappedSize cappedMax expireAfterSeconds'],
  ['listCollections', { listCollections: 1 }, 'collation sort'],
]
const optionCases = OPTIONS.flatMap(([name, command, options]) =>
  words(options).map((option): [string, string, Document] => [name, option, { ...command, [option]: 1 }]))
test.each(optionCases)(
  'the argument of %s: %s', async (_, option, command) => {
    expect(await refusalOf(command)).toContain(option)
  })

const INSIDE: [string, string, (option: string) => Document][] = [
  ['an update', 'collation c sort sampleId', (option) => ({ update: 'c', updates: [{ q: {}, u: { a: 1 }, [option]: { locale: 'zh' } }] })],
  ['a delete', 'collation sort let', (option) => ({ delete: 'c', deletes: [{ q: {}, limit: 1, [option]: { locale: 'zh' } }] })],
  ['an index', `collation hidden weights default_language language_override textIndexVersion 2dsphereIndexVersion bits min max bucketSize storageEngine
    wildcardProjection dropDups prepareUnique clustered`, (option) => ({ createIndexes: 'c', indexes: [{ key: { z: 1 }, name: 'z', [option]: 1 }] })],
  ['the change of an index', 'hidden dryRun', (option) => ({ collMod: 'c', index: { name: 'z', [option]: true } })],
  ['$merge', 'let', (option) => ({ aggregate: 'c', pipeline: [{ $merge: { into: 'out', [option]: {} } }], cursor: {} })],
  ['$unwind', 'as', (option) => ({ aggregate: 'c', pipeline: [{ $unwind: { path: '$a', [option]: 1 } }], cursor: {} })],
  ['$push', '$each1', (option) => ({ update: 'c', updates: [{ q: {}, u: { $push: { l: { $each: [], [option]: 1 } } } }] })],
  ['$addToSet', '$slice', (option) => ({ update: 'c', updates: [{ q: {}, u: { $addToSet: { l: { $each: [], [option]: 1 } } } }] })],
  ['$currentDate', 'zone', (option) => ({ update: 'c', updates: [{ q: {}, u: { $currentDate: { t: { $type: 'date', [option]: 1 } } } }] })],
  ['a cursor', 'firstBatch', (option) => ({ aggregate: 'c', pipeline: [], cursor: { [option]: 1 } })],
  ['a write concern', 'getLastError', (option) => ({ insert: 'c', documents: [{}], writeConcern: { [option]: 1 } })],
  ['a read concern', 'afterClusterTime atClusterTime', (option) => ({ find: 'c', readConcern: { [option]: 1 } })],
  ['what is explained', 'frobnicate collation', (option) => ({ explain: { find: 'c', [option]: 1 } })],
  ['a kind of index', 'text 2d 2dsphere hashed geoHaystack columnstore', (option) => ({ createIndexes: 'c', indexes: [{ key: { z: option }, name: 'z' }] })],
  ['a projection', '$meta $where', (option) => ({ find: 'c', projection: { a: { [option]: 1 } } })],
  ['a place in a projection', 'l.$', (option) => ({ find: 'c', projection: { [option]: 1 } })],
  ['a sort', '$meta', (option) => ({ find: 'c', sort: { a: { [option]: 'textScore' } } })],
  ['a validation', 'moderate off', (option) => ({ create: 'x', validationLevel: option })],
  ['an update by pipeline', '$match $group $lookup $merge', (option) => ({ update: 'c', updates: [{ q: {}, u: [{ [option]: {} }] }] })],
]
test.each(INSIDE.flatMap(([where, options, command]) => words(options).map((option): [string, string, Document] => [where, option, command(option)])))(
  'in %s: %s', async (where, option, command) => {
    expect(await refusalOf(command)).toContain(where === 'a validation' ? 'validationLevel' : option)
  })
