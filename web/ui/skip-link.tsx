import './skip-link.css';

/** First on every page: past the header, to what the page is about. */
export function SkipLink({ to = 'main' }: { to?: string }) {
  return (
    <a
      class="skip-link"
      href={`#${to}`}
      onClick={(event) => {
        event.preventDefault();
        const main = document.getElementById(to);
        main?.focus();
        main?.scrollIntoView();
      }}
    >
      Đến nội dung chính
    </a>
  );
}
