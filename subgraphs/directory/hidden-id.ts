/** The id of nothing. What is asked of a thing the caller may not see is asked of this, and answered as for any unknown id. */
export const hiddenId = '';
