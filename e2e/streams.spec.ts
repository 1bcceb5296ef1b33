/** What rides on TCP, in the browser: a chat over MSRP as transcript, ladder and packets; SIP over WebSocket opened frame by frame. */
import type { Locator, Page } from '@playwright/test';
import { call as callWords } from '../src/ui/words/en/call.ts';
import { chat } from '../src/ui/words/en/chat.ts';
import { inspector } from '../src/ui/words/en/inspector.ts';
import { ladder as ladderWords } from '../src/ui/words/en/ladder.ts';
import { ok, okBack, send, sendBack, tellChat } from '../test/forge/chat-story.ts';
import { createStory, type Story } from '../test/forge/story.ts';
import { stories } from '../test/stories.ts';
import { writePcap } from '../test/forge/pcap.ts';
import { choose, given, open } from './acts.ts';
import { expect, test } from './fixtures.ts';

const rows = (page: Page): Locator => page.getByRole('listbox', { name: ladderWords.title }).getByRole('option');
const markup = '<img src=x onerror="alert(1)"> & <b>bold</b>';

function tellWords(story: Story): void {
  tellChat(story, [
    send({ transaction: 'aaaa', body: 'Hello Bob, are you there?' }),
    ok('aaaa'),
    sendBack({ transaction: 'bbbb', body: '<isComposing/>', contentType: 'application/im-iscomposing+xml' }),
    okBack('bbbb'),
    sendBack({ transaction: 'cccc', body: markup, contentType: 'text/html' }),
    okBack('cccc'),
    send({ transaction: 'dddd', messageId: 'long', body: 'x'.repeat(2000), range: '1-2000/3000', flag: '+' }),
    send({ transaction: 'eeee', messageId: 'long', body: 'y'.repeat(1000), range: '2001-3000/3000' }),
    ok('dddd'),
    ok('eeee'),
    send({ transaction: 'ffff', body: 'this one is lost' }),
    ok('ffff', 481, 'No session'),
  ]);
}

async function openCall(page: Page, url: string, octets: Uint8Array): Promise<void> {
  await page.goto(url);
  await open(page, given('streams.pcap', octets));
  await page.getByRole('grid', { name: 'Calls' }).getByRole('row').nth(1).click();
  await expect(rows(page).first()).toBeVisible();
}

test('a chat: rows of the ladder, a transcript with what became of each message, its packets opened', async ({ page, site }) => {
  const story = createStory();
  tellWords(story);
  await openCall(page, site.url, story.capture());
  const messages = rows(page).filter({ hasText: chat.ladder.title('SEND') });
  await expect(messages).toHaveCount(5);
  await expect(messages.filter({ hasText: 'failed 481' })).toHaveCount(1);
  await messages.first().click();
  await expect(page.getByRole('tab', { name: callWords.pane.packet, exact: true })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('treeitem', { name: /Message Session Relay Protocol/ })).toBeVisible();
  await choose(page, ladderWords.show, chat.ladder.switch);
  await page.keyboard.press('Escape');
  await expect(messages).toHaveCount(0);
  await page.getByRole('tab', { name: callWords.tabs.media }).click();
  const list = page.getByRole('region', { name: chat.title }).getByRole('row');
  await expect(list).toHaveCount(5);
  await expect(list.filter({ hasText: markup })).toHaveCount(1);
  await expect(list.filter({ hasText: 'No session' })).toContainText('failed 481');
  await list
    .filter({ hasText: chat.chunks('2') })
    .getByRole('button', { name: chat.showAll })
    .click();
  await expect(list.filter({ hasText: 'y'.repeat(1000) })).toHaveCount(1);
  await page.getByRole('checkbox', { name: chat.side }).check();
  await expect(list).toHaveCount(6);
  await list
    .filter({ hasText: 'Hello Bob' })
    .getByRole('button', { name: /^#\d+$/ })
    .click();
  await expect(page.getByRole('treeitem', { name: /Message Session Relay Protocol/ })).toBeVisible();
});

test('SIP over WebSocket: transport, frames as a tree, the message behind the mask as a buffer', async ({ page, site }) => {
  const { packets, linkType } = stories.find(({ name }) => name === 'over WebSocket')!;
  await openCall(page, site.url, writePcap(packets, { linkType }));
  await rows(page).filter({ hasText: 'ACK' }).click();
  await page.getByRole('tab', { name: callWords.pane.packet, exact: true }).click();
  await expect(page.getByRole('treeitem', { name: /WebSocket/ }).first()).toBeVisible();
  await page.getByRole('tab', { name: inspector.buffers.websocket }).click();
  await expect(page.getByRole('treeitem', { name: /Session Initiation Protocol/ })).toBeVisible();
});
